import type { Db } from "@cti/db/client";
import type { ChatMessage } from "@cti/llm/models/open-models";

import { type InputDeps, readInput } from "./analysis-input.ts";
import { readSubject } from "./get-analysis.ts";
import { firstMessages, planFor } from "./preview-analysis.ts";

/**
 * What the model is asked about the first part of an analysis' texts: of an outdated one as it would be asked today.
 * Throws DomainError: not_found, conflict where the texts are gone.
 */
export async function promptOf(
  tx: Db,
  deps: InputDeps,
  id: number,
): Promise<{ model: string; prompt_version: string; messages: ChatMessage[] }> {
  const { model, ...of } = await readSubject(tx, id);
  const { request } = await readInput(tx, deps, of);
  const plan = planFor({ ...request, model });
  return { model, prompt_version: plan.promptVersion, messages: firstMessages(plan) };
}
