import { ModelError, remoteText } from "./model-error.ts";

const causes: Record<string, string> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up",
  EHOSTUNREACH: "no way to that host",
  ENETUNREACH: "no way to that network",
  ETIMEDOUT: "no connection in time",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  UND_ERR_DESTROYED: "the client is closed",
  UND_ERR_CLOSED: "the client is closed",
};

const broken = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_ABORTED"]);

/** What undici or a socket reports, as an error with a cure. */
export function transportFailure(error: unknown, base: string): ModelError {
  if (error instanceof ModelError) return error;
  const { code, message } = rootOf(error);
  if (broken.has(code)) return brokenOff(base);
  const cause =
    causes[code] ?? (code.startsWith("HPE_") ? "what answers there is not HTTP" : code || message);
  return new ModelError(
    "away",
    `Ollama does not answer at ${base} (${remoteText(cause)}): start it with \`ollama serve\`, or correct OLLAMA_URL`,
  );
}

/** The error for an answer that ends in its middle. */
export function brokenOff(base: string): ModelError {
  return new ModelError(
    "away",
    `Ollama at ${base} broke off before the answer was complete: look into its log, often it has too little memory`,
  );
}

/** The first code in the chain of causes: fetch wraps what the socket said. */
function rootOf(error: unknown): { code: string; message: string } {
  let message = "no answer";
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string") return { code: at.code, message: at.message };
    ({ message } = at);
  }
  return { code: "", message };
}
