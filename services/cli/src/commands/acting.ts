import type { Db } from "@cti/db/client";
import { findUser } from "@cti/domain/accounts/users";
import type { Viewer } from "@cti/domain/accounts/user-rows";
import { recordAudit } from "@cti/domain/audit/record";
import { DomainError } from "@cti/domain/errors";
import { findTenant } from "@cti/domain/tenants/find-tenant";

import { accountName } from "../account-name.ts";
import type { Context } from "../context.ts";

/** Whoever may use the database may do everything; the audit log names the account of this machine. */
export type Acting = {
  db: Db;
  viewer: Viewer;
  audit: (tx: Db, action: string, subject: string, detail: Record<string, unknown>) => Promise<void>;
};

/** Opens the database for what `users` and `tokens` do in the tenant that is set. */
export async function openActing(context: Context): Promise<Acting> {
  const { db } = await context.openDatabase();
  const { id: tenantId } = await findTenant(db, context.config.settings["tenant"]);
  return {
    db,
    viewer: { userId: 0, tenantId, operator: true },
    audit: async (tx, action, subject, detail) => {
      const by = { actor: accountName(), tenantId, address: null };
      await recordAudit(tx, { ...by, action, subject, detail, now: new Date() });
    },
  };
}

/** The number of a user. Throws DomainError `not_found`. */
export async function userNamed(db: Db, username: string): Promise<number> {
  const user = await findUser(db, username);
  if (!user) throw new DomainError("not_found", `There is no user ${username}; \`users list\` shows them`);
  return user.id;
}
