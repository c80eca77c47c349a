import type { Db } from "@cti/db/client";

import { showTriage, type TriageLine } from "./show-triage.ts";
import { needSubject } from "./subject.ts";
import { checkTriageChange, type TriageChange } from "./triage-change.ts";
import { takeTriageTurn } from "./triage-lock.ts";
import { writeTriage } from "./write-triage.ts";

/** Changes one article or story. Throws `not_found`, and `invalid` for what does not go together. */
export async function setTriage(
  tx: Db,
  { subject, id }: { subject: "article" | "story"; id: number },
  change: TriageChange,
  { actor, now }: { actor: string; now: Date },
): Promise<TriageLine> {
  await needSubject(tx, { subject, id });
  const checked = await checkTriageChange(tx, change, now);
  await takeTriageTurn(tx);
  await writeTriage(tx, { subject, ids: [id] }, checked, { actor, now });
  return showTriage(tx, { subject, id });
}
