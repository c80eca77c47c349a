import type { PgDatabase } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";

import { guardQueries } from "./guard-queries.ts";
import { guardTransactions } from "./guard-transactions.ts";

/** A database or a transaction; verbs do not care which. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

export type Client = {
  db: Db;
  sql: postgres.Sql;
  close(): Promise<void>;
};

/** Opens a pool. `url` is postgres://user:password@host:port/database; nothing is sent before the first query. */
export function openClient(url: string, options: { poolSize: number; name: string }): Client {
  const sql = postgres(url, {
    max: options.poolSize,
    connect_timeout: 10,
    onnotice: () => undefined,
    // When a server restarts, all connections end at once: the pause between two tries stays short.
    backoff: () => 0.5,
    connection: { application_name: options.name, TimeZone: "UTC" },
  });
  guardQueries(sql);
  guardTransactions(sql);
  return { db: drizzle({ client: sql, casing: "snake_case" }), sql, close: () => sql.end({ timeout: 5 }) };
}
