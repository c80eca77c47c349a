import { ApiAway, ApiProblem } from "@cti/contract/client";
import { ConfigError } from "@cti/config/config-error";
import { EmbeddedServerError } from "@cti/db/embedded/embedded-server-error";
import { DomainError, type Problem } from "@cti/domain/errors";
import { ModelError } from "@cti/llm/models/model-error";
import { MonitorError } from "@cti/monitor/monitor-error";
import { ServeError } from "@cti/observe/serve-error";
import { QueueError } from "@cti/queue/queue-error";
import { CommanderError } from "commander";

/** What the process says to the shell; documented in the README. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  unauthorised: 4,
  unreachable: 5,
  conflict: 6,
  interrupted: 130,
} as const;

/** A command's own end with a code and, when there is something to say, one line for stderr. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number, message = "") {
    super(message);
    this.code = code;
  }
}

const codeOfProblem: Record<Problem, number> = {
  not_found: exitCodes.failed,
  conflict: exitCodes.conflict,
  invalid: exitCodes.usage,
  upstream: exitCodes.failed,
  forbidden: exitCodes.unauthorised,
  unauthenticated: exitCodes.unauthorised,
  changed: exitCodes.conflict,
  throttled: exitCodes.failed,
  unavailable: exitCodes.unreachable,
};

/** Turns whatever ended a command into one clear message and an exit code. */
export function explain(error: unknown): { code: number; message: string; unforeseen: boolean } {
  if (error instanceof Exit) return { code: error.code, message: error.message, unforeseen: false };
  if (error instanceof ConfigError)
    return { code: exitCodes.usage, message: error.message, unforeseen: false };
  if (error instanceof DomainError)
    return { code: codeOfProblem[error.problem], message: error.message, unforeseen: false };
  if (error instanceof ApiProblem)
    return { code: codeOfStatus(error.status), message: told(error), unforeseen: false };
  if (error instanceof ApiAway)
    return { code: exitCodes.unreachable, message: error.message, unforeseen: false };
  if (error instanceof ModelError)
    return { code: codeOfModel(error), message: error.message, unforeseen: false };
  // Commander has printed its own message already.
  if (error instanceof CommanderError)
    return { code: error.exitCode === 0 ? 0 : exitCodes.usage, message: "", unforeseen: false };
  // Before the database: what caused it is a connection that Redis refused.
  if (error instanceof EmbeddedServerError || error instanceof QueueError)
    return { code: exitCodes.unreachable, message: error.message, unforeseen: false };
  const database = databaseTrouble(error);
  if (database) return { code: exitCodes.unreachable, message: database, unforeseen: false };
  if (error instanceof MonitorError || error instanceof ServeError)
    return { code: exitCodes.failed, message: error.message, unforeseen: false };
  const folder = folderTrouble(error);
  if (folder) return { code: exitCodes.failed, message: folder, unforeseen: false };
  return { code: exitCodes.failed, message: unforeseenMessage(error), unforeseen: true };
}

function codeOfModel({ code }: ModelError): number {
  return code === "away" || code === "timeout" ? exitCodes.unreachable : exitCodes.failed;
}

const codesOfStatus: Record<number, number> = {
  400: exitCodes.usage,
  401: exitCodes.unauthorised,
  403: exitCodes.unauthorised,
  409: exitCodes.conflict,
  412: exitCodes.conflict,
  422: exitCodes.usage,
  503: exitCodes.unreachable,
};

function codeOfStatus(status: number): number {
  return codesOfStatus[status] ?? exitCodes.failed;
}

/** What the server said, which fields it means, and the number under which its log has it. */
function told({ detail, errors, request_id }: ApiProblem): string {
  const fields = errors.map((error) => `${error.pointer}: ${error.detail}`).join("; ");
  return `${detail}${fields && ` (${fields})`} · request ${request_id}`;
}

const fileCodes = new Set(["EACCES", "EPERM", "EEXIST", "ENOTDIR", "EROFS", "ENOSPC", "ENOENT"]);

/** The embedded database's folder cannot be used; everything else that opens files explains itself. */
function folderTrouble(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || !fileCodes.has(String(error.code))) return null;
  return `${error.message}. Is data_dir a folder that this account may write to? \`config show --origin\` says where it is set.`;
}

/** A failed statement is told by what PostgreSQL says, not by its text and parameters. */
function unforeseenMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && "severity" in cause
    ? `The database refused a statement: ${cause.message}`
    : error.message;
}

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "ECONNRESET",
  "57P01",
  "57P03",
  "53300",
]);

function databaseTrouble(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = "code" in at ? String(at.code) : "";
    if (connectionCodes.has(code))
      return `The database does not answer (${at.message || code}). Check DATABASE_URL, or leave it empty for the embedded server.`;
    if (code === "28P01" || code === "28000")
      return `The database refuses the login (${at.message}). Check user and password in DATABASE_URL.`;
    if (code === "3D000") return `${at.message}. Create it, or give another name in DATABASE_URL.`;
    if (code === "42P01")
      return "The database has no schema yet, or an old one: run `./run_cli.sh db migrate`.";
  }
  return null;
}
