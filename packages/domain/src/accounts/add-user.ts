import type { Db } from "@cti/db/client";
import type { Role } from "@cti/db/schema/tenants";

import { DomainError } from "../errors.ts";
import { newPassword } from "./change-user.ts";
import { lockAccounts } from "./lock-accounts.ts";
import type { UserLine, Viewer } from "./user-rows.ts";
import { createUser } from "./users.ts";

export type AddedUser = {
  username: string;
  name: string | null;
  kind: "person" | "collector";
  /** null: one is made and shown once. */
  password: string | null;
  role: Role;
  operator: boolean;
};

/**
 * Adds somebody to the tenant of an admin, with a password that they change at the first sign-in. `password` is the one
 * that was made, null where it was given or none is needed. Throws DomainError: `forbidden` for an operator made by
 * somebody who is none, `conflict` for a taken name, `invalid` for a weak password.
 */
export async function addUser(
  tx: Db,
  viewer: Viewer,
  added: AddedUser,
  { breached, now }: { breached: ReadonlySet<string>; now: Date },
): Promise<{ user: UserLine; password: string | null }> {
  const { kind, operator } = added;
  if (operator && !viewer.operator)
    throw new DomainError("forbidden", "Only an operator may make another one");
  if (kind === "collector" && (operator || added.password !== null))
    throw new DomainError(
      "invalid",
      "A service identity has no password and is no operator; give it a token",
    );
  await lockAccounts(tx);
  const made = kind === "person" && added.password === null ? newPassword() : null;
  const user = await createUser(tx, {
    ...added,
    role: kind === "collector" ? "viewer" : added.role,
    password: added.password ?? made,
    mustChangePassword: kind === "person",
    tenantId: viewer.tenantId,
    breached,
    now,
  });
  return { user, password: made };
}
