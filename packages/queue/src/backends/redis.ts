import { createRedisBackend, type QueueOptions } from "bullmq";
import { Redis } from "ioredis";

import type { Backend, Role } from "./backend.ts";

type Options = { url: string; name: string; address: string; role: Role; onError: (error: Error) => void };

/** Before all our keys. */
const prefix = "cti";

/** The queue in Redis, under keys that begin with `cti:`. */
export async function openRedis({ url, name, address, role, onError }: Options): Promise<Backend> {
  const redis = new Redis(url, {
    connectionName: name,
    lazyConnect: true,
    connectTimeout: 10_000,
    keepAlive: 10_000,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
    // BullMQ asks for null in workers: a command then waits until the server is back.
    ...(role === "work"
      ? { maxRetriesPerRequest: null }
      : { maxRetriesPerRequest: 1, commandTimeout: 15_000 }),
  });
  let lastError: Error | null = null;
  redis.on("error", (error: Error) => {
    lastError = error;
    onError(error);
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    // The rejection only says that the connection is closed; the event before it says why.
    throw lastError ?? error;
  }
  let subscriber: Redis | null = null;
  return {
    kind: "redis",
    address,
    factory: (queue, options, extra) => {
      const ours: QueueOptions = { ...options, connection: redis, prefix };
      return createRedisBackend(queue, ours, extra);
    },
    ping: async () => {
      await redis.ping();
    },
    publish: async (channel, message) => {
      await redis.publish(channel, message);
    },
    subscribe: async (channel, onMessage, onGap) => {
      // A connection that listens to a channel can do nothing else.
      subscriber = redis.duplicate({ maxRetriesPerRequest: null, autoResubscribe: false });
      await listen(subscriber, channel, onMessage, onGap, onError);
    },
    close: async () => {
      for (const client of [redis, subscriber]) client?.disconnect();
    },
  };
}

async function listen(
  subscriber: Redis,
  channel: string,
  onMessage: (message: string) => void,
  onGap: () => void,
  onError: (error: Error) => void,
): Promise<void> {
  subscriber.on("error", onError);
  subscriber.on("message", (from, message) => {
    if (from === channel) onMessage(message);
  });
  await subscriber.connect();
  await subscriber.subscribe(channel);
  // By itself ioredis would do so without looking at what becomes of it: closed at that moment it ended the process.
  subscriber.on("ready", () => {
    subscriber.subscribe(channel).then(onGap, (error: Error) => {
      if (subscriber.status !== "end") onError(error);
    });
  });
}
