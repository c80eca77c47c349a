import { ModelError, missingModel, remoteText } from "./model-error.ts";

export type FailedAnswer = {
  status: number;
  /** The start of the body. */
  body: string;
  location: string | null;
  /** What was asked for, `/api/chat`. */
  path: string;
  model: string | null;
  base: string;
};

/** An answer that is not 200, as an error with a cure. */
export function statusFailure(answer: FailedAnswer): ModelError {
  const { status, base, path } = answer;
  const detail = detailOf(answer.body);
  if (status < 400) {
    const target = answer.location === null ? null : originOf(answer.location, base);
    return new ModelError(
      "refused",
      `${base} redirects${target === null ? "" : ` to ${target}`}, which is not followed: put the final address into OLLAMA_URL`,
    );
  }
  if (status === 404) {
    if (answer.model !== null && detail.json) return missingModel(answer.model);
    return new ModelError("refused", `${base} has no ${path}: set OLLAMA_URL to the address of an Ollama`);
  }
  if (status === 401 || status === 403 || status === 407) {
    return new ModelError(
      "refused",
      `${base} does not let us in (HTTP ${status}): put a login into OLLAMA_URL, http://user:password@host`,
    );
  }
  if (status === 429 || status >= 500) return serverFailure(base, `HTTP ${status}: ${detail.text}`);
  return refusal(base, `HTTP ${status}: ${detail.text}`);
}

/** The error for what Ollama says has gone wrong with it, in an answer or in the middle of one. */
export function serverFailure(base: string, detail: string): ModelError {
  return new ModelError(
    "failed",
    `Ollama at ${base} failed (${remoteText(detail)}): look into its log, often the model needs more memory`,
  );
}

function refusal(base: string, detail: string): ModelError {
  const cure = isTooLong(detail)
    ? "take smaller parts, or a model with a larger context"
    : "check the name of the model and what it can do";
  return new ModelError("refused", `Ollama at ${base} refused the request (${remoteText(detail)}): ${cure}`);
}

/** Whether Ollama says that a text does not fit into the context of the model. */
export function isTooLong(detail: string): boolean {
  return /context (length|size|window)/i.test(detail);
}

function detailOf(body: string): { text: string; json: boolean } {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    if (typeof error === "string") return { text: remoteText(error), json: true };
  } catch {
    // A proxy in between answers with a page of its own.
  }
  return { text: remoteText(body) || "no reason given", json: false };
}

/** Only the origin: what follows may hold a token. */
function originOf(location: string, base: string): string | null {
  return URL.canParse(location, base) ? remoteText(new URL(location, base).origin) : null;
}
