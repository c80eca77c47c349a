import { type Source, sources } from "@cti/db/schema/sources";
import { type SQL, sql } from "drizzle-orm";

/**
 * `never` was not looked at yet; `failing` could not be read at its last check, `dead` for so long that somebody must
 * look after it; `quiet` answers, but has had nothing new for four weeks.
 */
export const sourceStates = ["ok", "failing", "dead", "quiet", "never"] as const;
export type SourceState = (typeof sourceStates)[number];

type Judged = Pick<
  Source,
  "lastCheckedAt" | "lastSuccessAt" | "lastNewAt" | "createdAt" | "consecutiveFailures" | "lastError"
>;

const dayMs = 86_400_000;
const deadDays = 14;
const quietDays = 28;
/** The publisher's own word that it will not come back. */
const gone = "http_410";

/** How a source does, as `sourceStateSql` says it in SQL. */
export function stateOfSource(source: Judged, now: Date): SourceState {
  const { lastCheckedAt, lastSuccessAt, lastNewAt, createdAt, consecutiveFailures, lastError } = source;
  if (lastCheckedAt === null) return "never";
  const isOlder = (at: Date, days: number): boolean => now.getTime() - at.getTime() > days * dayMs;
  if (consecutiveFailures > 0)
    return lastError === gone || isOlder(lastSuccessAt ?? createdAt, deadDays) ? "dead" : "failing";
  return isOlder(lastNewAt ?? createdAt, quietDays) ? "quiet" : "ok";
}

export function sourceStateSql(now: Date): SQL<SourceState> {
  const before = (days: number): SQL =>
    sql`${new Date(now.getTime() - days * dayMs).toISOString()}::timestamptz`;
  return sql<SourceState>`case
    when ${sources.lastCheckedAt} is null then 'never'
    when ${sources.consecutiveFailures} > 0 and (${sources.lastError} = ${gone}
      or coalesce(${sources.lastSuccessAt}, ${sources.createdAt}) < ${before(deadDays)}) then 'dead'
    when ${sources.consecutiveFailures} > 0 then 'failing'
    when coalesce(${sources.lastNewAt}, ${sources.createdAt}) < ${before(quietDays)} then 'quiet'
    else 'ok' end`;
}

/** Why, in a sentence; null for one that is well. */
export function reasonOfState(source: Judged & Pick<Source, "lastErrorMessage">, now: Date): string | null {
  const state = stateOfSource(source, now);
  const { consecutiveFailures, lastError, lastErrorMessage, lastNewAt, lastSuccessAt, createdAt } = source;
  const days = (at: Date): number => Math.floor((now.getTime() - at.getTime()) / dayMs);
  const told = [lastError ?? "unknown", lastErrorMessage].filter(Boolean).join(": ");
  switch (state) {
    case "ok":
      return null;
    case "never":
      return "Not checked yet.";
    case "failing":
      return `${consecutiveFailures === 1 ? "The last check" : `The last ${consecutiveFailures} checks`} failed: ${told}`;
    case "dead":
      return lastSuccessAt
        ? `Not read for ${days(lastSuccessAt)} days: ${told}`
        : `Never read since it was added ${days(createdAt)} days ago: ${told}`;
    case "quiet":
      return `It answers, but had nothing new for ${days(lastNewAt ?? createdAt)} days.`;
  }
}
