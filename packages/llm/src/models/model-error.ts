/** Why a model gave no answer: `off`, `no_model`, `refused` and `bad_answer` will not get better by themselves. */
export type ModelErrorCode = "off" | "away" | "no_model" | "timeout" | "refused" | "bad_answer" | "failed";

/** A model that gave no usable answer; the message names the cause and the cure, and is safe to show and to store. */
export class ModelError extends Error {
  override name = "ModelError";
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string) {
    super(clean(message, 1000));
    this.code = code;
  }
}

/** Remote text for a message: at most 200 characters on one line. */
export function remoteText(text: string): string {
  return clean(text.replace(/\s+/g, " ").trim(), 200);
}

/** The error for a model that Ollama does not have. */
export function missingModel(name: string): ModelError {
  return new ModelError("no_model", missingMessage(name));
}

/** What to say and do about a model that Ollama does not have. */
export function missingMessage(name: string): string {
  const shown = remoteText(name);
  return `The model ${shown} is not there: \`cti models pull ${shown}\``;
}

function clean(text: string, maxLength: number): string {
  // Neither a terminal nor a log may be steered by what a server wrote.
  const safe = text.slice(0, maxLength).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "\uFFFD");
  return text.length > maxLength ? `${safe}…` : safe;
}
