import type { Db } from "@cti/db/client";
import { openSession } from "@cti/domain/accounts/sessions";
import { createUser } from "@cti/domain/accounts/users";

/** The session of somebody new of this role in the first tenant, as a browser has it. */
export async function newSession(db: Db, role: "viewer" | "analyst"): Promise<string> {
  const now = new Date();
  const user = await createUser(db, {
    username: `bench-${now.getTime()}`,
    name: null,
    kind: "person",
    password: null,
    operator: false,
    tenantId: 1,
    role,
    now,
  });
  const { token } = await openSession(db, {
    userId: user.id,
    tenantId: 1,
    method: "password",
    address: "127.0.0.1",
    userAgent: "bench",
    now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  });
  return token;
}
