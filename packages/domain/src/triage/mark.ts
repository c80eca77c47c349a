import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { stories } from "@cti/db/schema/stories";
import { triage, type TriageState } from "@cti/db/schema/triage";
import { inArray } from "drizzle-orm";

import { DomainError } from "../errors.ts";

export type Mark = { state: TriageState | null; starred: boolean | null; actor: string };

/** Puts articles or stories into a triage state or stars them; null leaves that as it is. */
export async function markSubjects(
  db: Db,
  { subject, ids }: { subject: "article" | "story"; ids: number[] },
  { state, starred, actor }: Mark,
  now: Date,
): Promise<void> {
  const table = subject === "article" ? articles : stories;
  const found = await db.select({ id: table.id }).from(table).where(inArray(table.id, ids));
  const missing = ids.find((id) => found.every((row) => row.id !== id));
  if (missing !== undefined) throw new DomainError("not_found", `There is no ${subject} ${missing}`);
  await db
    .insert(triage)
    .values(
      ids.map((subjectId) => ({
        subject,
        subjectId,
        state: state ?? ("new" as const),
        starred: starred ?? false,
        actor,
        changedAt: now,
      })),
    )
    .onConflictDoUpdate({
      target: [triage.subject, triage.subjectId],
      set: { ...(state && { state }), ...(starred !== null && { starred }), actor, changedAt: now },
    });
}
