import type { Db } from "@cti/db/client";
import type { AnalysisVerdict } from "@cti/db/schema/analyses";

import { DomainError } from "../errors.ts";
import { readSubject } from "./get-analysis.ts";
import { judgeProposal } from "./judge-proposal.ts";
import { type Said, say } from "./say.ts";
import type { VerdictChange } from "./settle-verdict.ts";

const ofWhole: ReadonlySet<AnalysisVerdict> = new Set(["up", "down"]);

/**
 * What somebody of the transaction's tenant says of an analysis (up, down) or of one of its claims (accepted,
 * rejected). An entity that is accepted is mentioned by the article from then on; what that changed in the tenant's
 * verdicts on mentions is given back. Throws DomainError: not_found, invalid.
 */
export async function judgeAnalysis(tx: Db, said: Said): Promise<VerdictChange[]> {
  const { id, claim, verdict } = said;
  const { claims, status, kind } = await readSubject(tx, id);
  if (status !== "completed")
    throw new DomainError("invalid", `Analysis ${id} is ${status}: there is nothing to judge yet`);
  if (claim > claims) throw new DomainError("invalid", `Analysis ${id} has no claim ${claim}`);
  if (verdict !== null && ofWhole.has(verdict) !== (claim === 0))
    throw new DomainError(
      "invalid",
      "up and down are said of the whole (claim 0), accepted and rejected of one claim",
    );
  if (kind === "entities" && claim > 0) return judgeProposal(tx, said);
  await say(tx, said);
  return [];
}
