/** What made a job fail, in words for people; `root` is the error that says so. */
export type Failure = {
  message: string;
  /** The database could not be reached. */
  isLost: boolean;
  root: unknown;
};

const lostCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  // PostgreSQL stops, crashed, starts, or has no connection left.
  "57P01",
  "57P02",
  "57P03",
  "53300",
]);

/** A failed statement is told by what PostgreSQL says, not by its text and parameters. */
export function explainFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), isLost: false, root: error };
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = "code" in at ? String(at.code) : "";
    if (lostCodes.has(code) || code.startsWith("08"))
      return { message: `The database does not answer (${at.message || code})`, isLost: true, root: at };
    if ("severity" in at)
      return { message: `The database refused a statement: ${at.message}`, isLost: false, root: at };
  }
  return { message: error.message, isLost: false, root: error };
}
