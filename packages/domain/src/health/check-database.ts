import { sql } from "drizzle-orm";

import { type ComponentHealth, durationText, type HealthDeps, percentText } from "./component-health.ts";

/** Share of the server's connections from which it is degraded. */
const crowded = 0.9;

/** Whether the database answers in time, takes writes, and has connections left. */
export async function checkDatabase({ db, settings }: HealthDeps): Promise<ComponentHealth> {
  const startedAt = performance.now();
  const answer = await readServer(db).catch((error: unknown) => unreachable(error));
  if ("status" in answer) return answer;
  const answerMs = Math.round(performance.now() - startedAt);
  const { used, most, readOnly } = answer;
  const details = { answer_ms: answerMs, connections_used: used, connections_max: most, read_only: readOnly };
  if (readOnly)
    return {
      status: "error",
      message:
        "The database takes no writes (a standby, or its disk is full): point database.url at the primary.",
      details,
    };
  if (answerMs >= settings.databaseSlowMs)
    return {
      status: "degraded",
      message: `The database answered after ${durationText(answerMs)} (slow from ${durationText(settings.databaseSlowMs)}), the wait for a free connection included: look for long statements and at the load of its machine.`,
      details,
    };
  if (used >= crowded * most)
    return {
      status: "degraded",
      message: `${used} of ${most} connections to the database are in use (${percentText(used / most)}): raise its max_connections or lower database.pool_size.`,
      details,
    };
  return {
    status: "ok",
    message: `The database answered after ${durationText(answerMs)}; ${used} of ${most} connections are in use.`,
    details,
  };
}

type Server = { used: number; most: number; readOnly: boolean };

async function readServer(db: HealthDeps["db"]): Promise<Server> {
  const [row] = await db.execute<Server>(sql`
    select (select count(*) from pg_stat_activity where backend_type = 'client backend')::int as used,
      current_setting('max_connections')::int as most,
      pg_is_in_recovery() or current_setting('default_transaction_read_only')::bool as "readOnly"`);
  return row ?? { used: 0, most: 1, readOnly: false };
}

function unreachable(error: unknown): ComponentHealth {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const reason = cause instanceof Error ? cause.message || code : String(cause);
  return {
    status: "error",
    message: `The database does not answer (${reason.slice(0, 200)}): start it, or correct database.url.`,
    details: { code },
  };
}
