import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { joinEmbeddedServer } from "@cti/db/embedded/server";
import postgres from "postgres";

/** A server that a test may break: `crash` ends it without a goodbye and starts it again. */
export type Breakable = { url: string; crash(): Promise<void>; close(): Promise<void> };

const redis = (process.env["PATH"] ?? "")
  .split(":")
  .map((folder) => path.join(folder, "redis-server"))
  .find((file) => isProgram(file));

export const hasRedis = redis !== undefined;

/** Redis that keeps nothing on disk: after a crash it is empty. */
export async function breakableRedis(): Promise<Breakable> {
  const port = await freePort();
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    server = spawn(
      redis ?? "redis-server",
      [...flags, "--dir", tmpdir(), "--maxmemory-policy", "noeviction"],
      {
        stdio: "ignore",
      },
    );
    await untilOpen(port);
  };
  const kill = async (): Promise<void> => {
    const child = server;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}/0`,
    crash: async () => {
      await kill();
      await start();
    },
    close: kill,
  };
}

/** PostgreSQL that is ended as by a power failure and started again with the same command. */
export async function breakablePostgres(): Promise<Breakable> {
  const folder = mkdtempSync(path.join(tmpdir(), "cti-chaos-"));
  const server = await joinEmbeddedServer(folder);
  const data = path.join(folder, "postgres");
  const pidFile = path.join(data, "postmaster.pid");
  const first = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  const [program = "", ...flags] = readFileSync(`/proc/${first}/cmdline`, "utf8").split("\0").slice(0, -1);
  const executable = readlinkSync(`/proc/${first}/exe`);
  const account = ownerOf(first);
  const crash = async (): Promise<void> => {
    process.kill(Number(readFileSync(pidFile, "utf8").split("\n")[0]), "SIGQUIT");
    await until(() => !existsSync(pidFile));
    spawn(executable, flags, {
      argv0: program,
      cwd: data,
      detached: true,
      stdio: "ignore",
      ...account,
    }).unref();
    await untilAnswers(server.url);
  };
  return {
    url: server.url,
    crash,
    close: async () => {
      // The membership died with the first crash; nobody else is left to stop the server.
      await server.leave().catch(() => undefined);
      if (existsSync(pidFile)) {
        process.kill(Number(readFileSync(pidFile, "utf8").split("\n")[0]), "SIGINT");
        await until(() => !existsSync(pidFile));
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function until(condition: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await pause(50))
    if (await condition()) return;
  throw new Error(`not within ${limitMs / 1_000} s: ${condition.toString()}`);
}

async function untilAnswers(url: string): Promise<void> {
  await until(async () => {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    const answered = await sql`select 1`.then(
      () => true,
      () => false,
    );
    await sql.end({ timeout: 1 });
    return answered;
  });
}

function ownerOf(pid: number): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const id = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
  return { uid: id("Uid"), gid: id("Gid") };
}

async function untilOpen(port: number): Promise<void> {
  const { connect } = await import("node:net");
  await until(
    () =>
      new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1")
          .once("connect", () => (socket.destroy(), resolve(true)))
          .once("error", () => resolve(false));
      }),
  );
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
