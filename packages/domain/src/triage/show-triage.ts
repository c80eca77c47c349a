import type { Db } from "@cti/db/client";
import { type Subject, subjectTags } from "@cti/db/schema/notes";
import { currentTenant } from "@cti/db/schema/tenants";
import { triage, type TriageState } from "@cti/db/schema/triage";
import { and, asc, eq, sql } from "drizzle-orm";

import { needSubject } from "./subject.ts";

/** What people did with an article or a story. */
export type TriageLine = {
  state: TriageState;
  starred: boolean;
  assignee: string | null;
  snoozed_until: Date | null;
  tags: string[];
  /** Who changed it last; null when nobody did. */
  actor: string | null;
  changed_at: Date | null;
};

/** Without a row a subject is new. Throws `not_found` when there is no such subject. */
export async function showTriage(
  db: Db,
  { subject, id }: { subject: "article" | "story"; id: number },
): Promise<TriageLine> {
  await needSubject(db, { subject, id });
  const [row] = await db
    .select({
      state: sql<TriageState>`case when ${triage.state} = 'snoozed' and ${triage.snoozedUntil} <= now() then 'new' else ${triage.state} end`,
      starred: triage.starred,
      assignee: triage.assignee,
      snoozed_until: triage.snoozedUntil,
      actor: triage.actor,
      changed_at: triage.changedAt,
    })
    .from(triage)
    .where(and(eq(triage.tenantId, currentTenant), eq(triage.subject, subject), eq(triage.subjectId, id)));
  const none = {
    state: "new" as const,
    starred: false,
    assignee: null,
    snoozed_until: null,
    actor: null,
    changed_at: null,
  };
  return { ...(row ?? none), tags: await tagsOf(db, { subject, id }) };
}

/** The tenant's own tags of a subject, in order. */
export async function tagsOf(db: Db, { subject, id }: { subject: Subject; id: number }): Promise<string[]> {
  const rows = await db
    .select({ tag: subjectTags.tag })
    .from(subjectTags)
    .where(
      and(
        eq(subjectTags.tenantId, currentTenant),
        eq(subjectTags.subject, subject),
        eq(subjectTags.subjectId, id),
      ),
    )
    .orderBy(asc(subjectTags.tag));
  return rows.map(({ tag }) => tag);
}
