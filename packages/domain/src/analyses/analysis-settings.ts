import type { Models } from "@cti/llm/models/open-models";

import { DomainError } from "../errors.ts";

/** What analyses are set to, beside what the model itself is set to. */
export type AnalysisSettings = {
  /** Most parts of a long text that are read. */
  maxParts: number;
  /** How many stories `analyse-top` looks at. */
  top: number;
};

/** What asking takes of the model: nothing is sent to it yet. */
export type ModelInUse = Pick<Models, "settings">;

/** Throws DomainError conflict where no model is configured. */
export function requireModel({ settings }: ModelInUse): void {
  if (settings.url === null)
    throw new DomainError(
      "conflict",
      "No local model is configured: set OLLAMA_URL (llm.url) to the address of an Ollama",
    );
}
