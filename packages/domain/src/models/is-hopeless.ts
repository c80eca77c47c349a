import { ModelError } from "@cti/llm/models/model-error";

import { DomainError } from "../errors.ts";

const hopeless: ReadonlySet<string> = new Set(["off", "no_model", "refused", "bad_answer"]);

/** Whether another try would only repeat this failure of a model, or of what it was to be asked. */
export function isHopeless(error: unknown): error is ModelError | DomainError {
  return error instanceof DomainError || (error instanceof ModelError && hopeless.has(error.code));
}
