import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { runStatement } from "@cti/testing/run-statement";
import { inContainers, redisContainer, type ServerContainer } from "@cti/testing/server-container";
import { testDb } from "@cti/testing/test-db";
import { Redis } from "ioredis";

import type { QueueConnection } from "../src/queue-types.ts";

/** A backend of the test's own. */
export type QueueServer = {
  connection: QueueConnection;
  /** Loses everything that is queued, as when someone flushes Redis or drops the schema. */
  empty(): Promise<void>;
  /** Breaks every connection; Redis is stopped and started without its memory. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

const name = "conformance";

export async function postgresServer(): Promise<QueueServer> {
  const db = await testDb();
  const breakConnections = `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`;
  return {
    connection: { redisUrl: null, databaseUrl: db.url, name },
    empty: () => runStatement(db.url, "drop schema if exists bullmq cascade"),
    restart: () => runStatement(db.url, breakConnections),
    stop: () => db.drop(),
  };
}

export function hasRedis(): boolean {
  return inContainers || spawnSync("redis-server", ["--version"]).status === 0;
}

/** On a free port, and without persistence. */
export async function redisServer(): Promise<QueueServer> {
  const server = await startRedis(await freePort());
  // Waits for the server as long as it takes.
  const client = new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on("error", () => undefined);
  await client.ping();
  return {
    connection: { redisUrl: server.url, databaseUrl: "postgres://nobody@127.0.0.1:1/none", name },
    empty: async () => {
      await client.flushall();
    },
    restart: async () => {
      await server.restart();
      await client.ping();
    },
    stop: async () => {
      client.disconnect();
      await server.stop();
    },
  };
}

/** A worker in a process of its own; `taken` grows by the id of each job that it begins, and none ends. */
export function startKillableWorker(connection: QueueConnection): { process: ChildProcess; taken: string[] } {
  const program = fileURLToPath(new URL("killable-worker.ts", import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(connection)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const taken: string[] = [];
  createInterface({ input: child.stdout }).on("line", (id) => taken.push(id));
  return { process: child, taken };
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function startRedis(port: number): Promise<ServerContainer> {
  if (inContainers) return redisContainer(port);
  const flags = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  let child = spawn("redis-server", flags);
  return {
    url: `redis://127.0.0.1:${port}`,
    restart: async () => {
      await killed(child);
      await sleep(500);
      child = spawn("redis-server", flags);
    },
    stop: () => killed(child),
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
