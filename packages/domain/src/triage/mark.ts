import type { Db } from "@cti/db/client";
import type { TriageState } from "@cti/db/schema/triage";

import { DomainError } from "../errors.ts";
import { emitTriage } from "./emit-triage.ts";
import { knownSubjects } from "./subject.ts";
import { takeTriageTurn } from "./triage-lock.ts";
import { writeTriage } from "./write-triage.ts";

export type Mark = { state: TriageState | null; starred: boolean | null; actor: string };

/** Puts articles or stories into a triage state or stars them; null leaves that as it is. */
export async function markSubjects(
  db: Db,
  { subject, ids }: { subject: "article" | "story"; ids: number[] },
  { state, starred, actor }: Mark,
  now: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const known = await knownSubjects(tx, subject, ids);
    const missing = ids.find((id) => !known.has(id));
    if (missing !== undefined) throw new DomainError("not_found", `There is no ${subject} ${missing}`);
    await takeTriageTurn(tx);
    const change = { state, starred, assignee: null, snoozedUntil: null };
    const changed = await writeTriage(tx, { subject, ids: [...known] }, change, { actor, now });
    await emitTriage(tx, { subject, ids: changed.map(({ id }) => id), actor });
  });
}
