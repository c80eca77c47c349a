import type { PgDatabase } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";

import { guardQueries } from "./guard-queries.ts";
import { guardTransactions } from "./guard-transactions.ts";
import { createPreparing, type Unsafe } from "./prepare-often.ts";

/** A database or a transaction; verbs do not care which. */
export type Db = PgDatabase<PostgresJsQueryResultHKT>;

export type Client = {
  db: Db;
  sql: postgres.Sql;
  close(): Promise<void>;
};

/** The role of the schema's users, see migration 0003: it owns nothing, and row-level security holds for it. */
export const appRole = "cti_app";

export type ClientOptions = {
  poolSize: number;
  name: string;
  /** Taken on by every connection; without it they have the rights of the login. */
  role?: string | null;
  /** The tenant of every connection; without it a transaction names its own (`asTenant` of the domain). */
  tenant?: number | null;
};

/** Opens a pool. `url` is postgres://user:password@host:port/database; nothing is sent before the first query. */
export function openClient(url: string, options: ClientOptions): Client {
  const { role = null, tenant = null } = options;
  const sql = postgres(url, {
    max: options.poolSize,
    connect_timeout: 10,
    onnotice: () => undefined,
    // When a server restarts, all connections end at once: the pause between two tries stays short.
    backoff: () => 0.5,
    connection: {
      application_name: options.name,
      TimeZone: "UTC",
      // Compiling a plan takes longer than all but the longest of our statements.
      jit: "off",
      ...(role !== null && { role }),
      ...(tenant !== null && { "cti.tenant": String(tenant) }),
    },
  });
  guardQueries(sql);
  const preparing = createPreparing();
  guardTransactions(sql, preparing);
  sql.unsafe = preparing(sql.unsafe.bind(sql) as Unsafe) as typeof sql.unsafe;
  return { db: drizzle({ client: sql, casing: "snake_case" }), sql, close: () => sql.end({ timeout: 5 }) };
}
