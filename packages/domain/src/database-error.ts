/** Class 22 data exception, 54 program limit exceeded (PostgreSQL, appendix A). */
export function isDataError(error: unknown): boolean {
  return hasCode(error, (code) => code.startsWith("22") || code.startsWith("54"));
}

/** Two transactions that wait for each other, or saw each other's rows: one of them is to try again. */
export function isConflict(error: unknown): boolean {
  return hasCode(error, (code) => code === "40P01" || code === "40001");
}

/** It took longer than it was given. */
export function isTimeout(error: unknown): boolean {
  return hasCode(error, (code) => code === "57014");
}

/** The database stopped, restarts, or cannot be reached; of what failed with it nothing else is known. */
export function isDatabaseLost(error: unknown): boolean {
  return hasCode(error, (code) => code.startsWith("08") || lostCodes.has(code));
}

/** Of PostgreSQL (shut down, crashed, starting up, no connection left), of its driver and of sockets. */
const lostCodes = new Set(
  [
    "57P01 57P02 57P03 53300",
    "CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED CONNECT_TIMEOUT",
    "ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH",
  ].flatMap((codes) => codes.split(" ")),
);

function hasCode(error: unknown, wanted: (code: string) => boolean): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ("code" in at && typeof at.code === "string" && wanted(at.code)) return true;
  return false;
}
