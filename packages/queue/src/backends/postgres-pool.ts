import { setTimeout as sleep } from "node:timers/promises";

import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  type PgPool,
  type PgPoolClient,
  runMigrations,
} from "bullmq";
import type { Pool, PoolClient } from "pg";

import type { Role } from "./backend.ts";

const retryEveryMs = 500;
const retryForMs = 60_000;
/** Undefined table, undefined function, unknown schema: someone emptied the schema. */
const schemaIsGone = new Set(["42P01", "42883", "3F000"]);

export type QueuePool = PgPool & {
  /** BullMQ looks here whether a lost connection would be noticed. */
  options: { keepAlive: true };
  /** From now on nothing is tried again. */
  giveUp(): void;
};

/**
 * A pool for BullMQ that brings the schema back when it was dropped. For a worker it also waits up to a minute for
 * a server that restarts: BullMQ gives up on a finished job at the first error, and asks for the next without a pause.
 */
export function queuePool(pool: Pool, role: Role): QueuePool {
  let patient = role === "work";
  let healing: Promise<void> | null = null;

  async function query(text: string, params?: readonly unknown[]) {
    const until = Date.now() + retryForMs;
    let healed = false;
    for (;;) {
      try {
        return await pool.query(text, params === undefined ? undefined : [...params]);
      } catch (error) {
        if (schemaIsGone.has(codeOf(error)) && !healed) {
          healed = true;
          healing ??= ensureSchema(pool).finally(() => (healing = null));
          await healing;
        } else if (patient && isOutage(error) && Date.now() < until) await sleep(retryEveryMs);
        else throw error;
      }
    }
  }

  async function connect(): Promise<PgPoolClient> {
    try {
      return oneAtATime(await pool.connect());
    } catch (error) {
      if (patient) await sleep(retryEveryMs);
      throw error;
    }
  }

  const queue: QueuePool = {
    options: { keepAlive: true },
    query,
    connect,
    end: () => pool.end(),
    on: (event: string, listener: (value: never) => void) => {
      pool.on(event as "error", listener as (error: Error) => void);
      return queue;
    },
    removeAllListeners: (event) => {
      pool.removeAllListeners(event);
      return queue;
    },
    giveUp: () => {
      patient = false;
    },
  };
  return queue;
}

/** All queues listen on one connection, and pg wants each statement to wait for the one before. */
function oneAtATime(client: PoolClient): PgPoolClient {
  let last: Promise<unknown> = Promise.resolve();
  const queued: PgPoolClient = {
    query: (text, params) => {
      const next = last.then(() => client.query(text, params === undefined ? undefined : [...params]));
      last = next.catch(() => undefined);
      return next;
    },
    on: (event: string, listener: (value: never) => void) => {
      client.on(event as "error", listener as (error: Error) => void);
      return queued;
    },
    removeListener: (event, listener) => {
      client.removeListener(event, listener);
      return queued;
    },
    removeAllListeners: (event) => {
      client.removeAllListeners(event);
      return queued;
    },
    release: (destroy) => client.release(destroy),
  };
  return queued;
}

/** Creates or updates BullMQ's tables; several processes may do so at once. */
export async function ensureSchema(pool: Pool): Promise<void> {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on("error", ignore);
  let broken = true;
  try {
    const version = await assertSchemaCompatibility(client).catch(() => 0);
    // Migrating locks the ledger, so it is left alone when there is nothing to do.
    if (version < LATEST_SCHEMA_VERSION) await runMigrations(client);
    broken = false;
  } finally {
    client.off("error", ignore);
    client.release(broken);
  }
}

/** The server restarts, or the connection broke: not a statement that it refuses. */
function isOutage(error: unknown): boolean {
  const code = codeOf(error);
  if (code === "") return error instanceof Error && /connection|timeout/i.test(error.message);
  return /^(?:57P0[1-5]|08...|53300|E[A-Z]+)$/.test(code);
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
