import { PostgresConnection, PostgresQueueBackend, type QueueBaseOptions } from "bullmq";
import { Pool } from "pg";

import type { Backend, Role } from "./backend.ts";
import { ensureSchema, queuePool, type QueuePool } from "./postgres-pool.ts";

type Options = { url: string; name: string; address: string; role: Role; onError: (error: Error) => void };
type QueueOptions = QueueBaseOptions<never>;

/** A worker has one that listens and two that ask: its statements take a millisecond, and each connection memory. */
const poolSizes = { send: 2, work: 3 } as const;

/** The queue in the schema `bullmq` of a PostgreSQL database. */
export async function openPostgres({ url, name, address, role, onError }: Options): Promise<Backend> {
  const pool = new Pool({
    connectionString: url,
    application_name: name,
    options: "-c search_path=bullmq",
    max: poolSizes[role],
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 10_000,
    ...(role === "send" && { query_timeout: 15_000 }),
  });
  pool.on("error", onError);
  try {
    await ensureSchema(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const shared = queuePool(pool, role);
  const connection = new PostgresConnection(shared);
  connection.on("error", () => undefined);
  return {
    kind: "postgres",
    address,
    factory: (queue, options) => new SharedPostgresBackend(connection, queue, options as QueueOptions),
    ping: async () => {
      await pool.query("select 1");
    },
    publish: async (channel, message) => {
      await pool.query("select pg_notify($1, $2)", [channel, message]);
    },
    subscribe: (channel, onMessage, onGap) => listen(connection, channel, onMessage, onGap),
    close: () => close(connection, shared, role, onError),
  };
}

/**
 * All queues of a process share one pool and one listening connection, where BullMQ would open one for each queue.
 * So a queue that closes leaves them to the others.
 */
class SharedPostgresBackend extends PostgresQueueBackend {
  /** Seconds after which a waiting worker looks by itself, in case a notification was lost. */
  override get maximumBlockTimeout(): number {
    return 15;
  }

  override close(): Promise<void> {
    this.closing ??= Promise.resolve();
    return this.closing;
  }

  override async disconnect(): Promise<void> {
    await this.disconnectBlocking();
  }
}

async function listen(
  connection: PostgresConnection,
  channel: string,
  onMessage: (message: string) => void,
  onGap: () => void,
): Promise<void> {
  const start = async (): Promise<void> => {
    const client = await connection.getListenClient();
    client.on("notification", (notification) => {
      if (notification.channel === channel) onMessage(notification.payload ?? "");
    });
    await client.query(`listen ${channel}`);
  };
  const again = async (): Promise<void> => {
    try {
      await start();
      onGap();
    } catch {
      // connect() has waited a little before it failed.
      if (connection.isClosing === undefined) await again();
    }
  };
  connection.on("listenerinvalidated", () => void again());
  await start();
}

async function close(
  connection: PostgresConnection,
  pool: QueuePool,
  role: Role,
  onError: (error: Error) => void,
): Promise<void> {
  pool.giveUp();
  const client = role === "work" ? await connection.getListenClient().catch(() => null) : null;
  const closing = connection.close();
  // BullMQ takes all listeners off a connection that may still break while it ends.
  client?.on("error", () => undefined);
  await closing.catch(onError);
  await pool.end().catch(onError);
}
