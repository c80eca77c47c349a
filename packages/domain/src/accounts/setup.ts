import { randomBytes, timingSafeEqual } from "node:crypto";

import type { Db } from "@cti/db/client";
import type { Session } from "@cti/db/schema/sessions";
import { settings } from "@cti/db/schema/settings";
import { defaultTenantId } from "@cti/db/default-tenant";
import { users } from "@cti/db/schema/users";
import { eq } from "drizzle-orm";

import { recordAudit } from "../audit/record.ts";
import { DomainError } from "../errors.ts";
import { lockAccounts } from "./lock-accounts.ts";
import { refuseWeakPassword } from "./password-rules.ts";
import { hashOfSecret } from "./secret.ts";
import { openSession } from "./sessions.ts";
import type { UserLine } from "./user-rows.ts";
import { createUser } from "./users.ts";

const tokenKey = "setup.token";
const tokenLifeMs = 3_600_000;

type Kept = { hash: string; expires_at: string };

/** Whether nobody can sign in yet, because there is no person. */
export async function isSetupNeeded(db: Db): Promise<boolean> {
  const [person] = await db.select({ id: users.id }).from(users).where(eq(users.kind, "person")).limit(1);
  return person === undefined;
}

/**
 * A new setup token for whoever reads the log of this start: 128 bit, valid for an hour, in place of the one before.
 * Null, and the old one forgotten, once there is a person.
 */
export async function ensureSetupToken(db: Db, now: Date): Promise<string | null> {
  return db.transaction(async (tx) => {
    await lockAccounts(tx);
    if (!(await isSetupNeeded(tx))) {
      await tx.delete(settings).where(eq(settings.key, tokenKey));
      return null;
    }
    const token = randomBytes(16).toString("base64url");
    const value: Kept = {
      hash: hashOfSecret(token),
      expires_at: new Date(now.getTime() + tokenLifeMs).toISOString(),
    };
    await tx
      .insert(settings)
      .values({ key: tokenKey, value, updatedAt: now })
      .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: now } });
    return token;
  });
}

export type FirstAdmin = {
  token: string;
  username: string;
  password: string;
  breached: ReadonlySet<string>;
  address: string | null;
  userAgent: string | null;
  now: Date;
  /** How long the session lasts at most. */
  sessionMaxMs: number;
};

/**
 * Makes the first person, admin of the first tenant and operator, and signs them in. Of several that try at once one
 * wins. Throws DomainError: `conflict` once there is a person, `unauthenticated` for a token that is wrong or too old,
 * `invalid` for a weak password.
 */
export async function createFirstAdmin(
  db: Db,
  first: FirstAdmin,
): Promise<{ token: string; session: Session; user: UserLine }> {
  const { username, password, address, userAgent, now, sessionMaxMs } = first;
  return db.transaction(async (tx) => {
    await lockAccounts(tx);
    if (!(await isSetupNeeded(tx)))
      throw new DomainError("conflict", "This installation is set up already: sign in");
    await checkToken(tx, first.token, now);
    refuseWeakPassword(password, { username, breached: first.breached });
    const user = await createUser(tx, {
      username,
      password,
      operator: true,
      role: "admin",
      tenantId: defaultTenantId,
      now,
    });
    await tx.delete(settings).where(eq(settings.key, tokenKey));
    const opened = await openSession(tx, {
      userId: user.id,
      tenantId: defaultTenantId,
      method: "setup",
      address,
      userAgent,
      now,
      expiresAt: new Date(now.getTime() + sessionMaxMs),
    });
    await recordAudit(tx, {
      actor: username,
      tenantId: defaultTenantId,
      address,
      action: "setup",
      subject: `user:${user.id}`,
      detail: { username },
      now,
    });
    return { ...opened, user };
  });
}

async function checkToken(tx: Db, token: string, now: Date): Promise<void> {
  const [kept] = await tx.select().from(settings).where(eq(settings.key, tokenKey));
  const { hash = "", expires_at = "" } = (kept?.value ?? {}) as Partial<Kept>;
  const given = Buffer.from(hashOfSecret(token));
  const isRight = given.length === hash.length && timingSafeEqual(given, Buffer.from(hash));
  if (!isRight || new Date(expires_at) <= now)
    throw new DomainError(
      "unauthenticated",
      "This setup token is wrong or older than an hour: the log of the last start has the newest one",
    );
}
