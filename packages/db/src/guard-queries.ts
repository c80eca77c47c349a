import type { Sql } from "postgres";

import { endsConnection } from "./connection-loss.ts";

/** Long enough for a broken socket to be closed, which takes one turn of the event loop. */
const closingMs = 20;

const guarded = new WeakSet<Query>();

/**
 * Tells that a connection was lost only when it is closed. The library tells it before: what is then asked in answer,
 * such as to note the failure, goes onto the broken connection, is never answered, and blocks the connection for good
 * even after it was opened anew. All clients of the process share the class of the queries, so once is enough.
 */
export function guardQueries(sql: Sql): void {
  // A query that nobody awaits is not sent.
  const prototype = Object.getPrototypeOf(sql`select`) as Query;
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  const { handle } = prototype;
  prototype.handle = function (this: Query) {
    if (!this.executed) rejectLate(this);
    return handle.call(this);
  };
}

/** What the library keeps of a query; `handle` sends it, at the first time that it is called. */
type Query = { executed: boolean; reject: (error: unknown) => void; handle: () => Promise<void> };

function rejectLate(query: Query): void {
  const { reject } = query;
  query.reject = (error) => {
    if (endsConnection(error)) setTimeout(reject, closingMs, error);
    else reject(error);
  };
}
