import type { Db } from "@cti/db/client";
import { memberships } from "@cti/db/schema/tenants";
import type { TriageState } from "@cti/db/schema/triage";
import { users } from "@cti/db/schema/users";
import { currentTenant } from "@cti/db/schema/tenants";
import { and, eq, isNull, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** What is to become of a subject; what is not named stays as it is. */
export type TriageChange = {
  state?: TriageState | undefined;
  starred?: boolean | undefined;
  /** A username of the tenant; null takes it from whoever has it. */
  assignee?: string | null | undefined;
  /** Until then it is snoozed; null until somebody takes it up. */
  snoozed_until?: Date | null | undefined;
};

/** The same with nothing left open: the username as it is written, and a state that goes with the time. */
export type CheckedChange = {
  state: TriageState | null;
  starred: boolean | null;
  assignee: { name: string | null } | null;
  snoozedUntil: Date | null;
};

/** Throws `invalid` for a user who is not of the tenant, and for a time that says nothing. */
export async function checkTriageChange(db: Db, change: TriageChange, now: Date): Promise<CheckedChange> {
  const { starred, assignee, snoozed_until: until = null } = change;
  const state = change.state ?? (until === null ? null : "snoozed");
  if (until !== null && state !== "snoozed")
    throw new DomainError("invalid", `snoozed_until goes with the state snoozed, not with ${String(state)}`);
  if (until !== null && until <= now) throw new DomainError("invalid", "snoozed_until must lie ahead");
  return {
    state,
    starred: starred ?? null,
    assignee:
      assignee === undefined ? null : { name: assignee === null ? null : await findMember(db, assignee) },
    snoozedUntil: until,
  };
}

async function findMember(db: Db, username: string): Promise<string> {
  const [user] = await db
    .select({ username: users.username })
    .from(users)
    .innerJoin(memberships, eq(memberships.userId, users.id))
    .where(
      and(
        sql`lower(${users.username}) = lower(${username})`,
        eq(memberships.tenantId, currentTenant),
        isNull(users.disabledAt),
      ),
    );
  if (!user) throw new DomainError("invalid", `There is no user ${username} here`);
  return user.username;
}
