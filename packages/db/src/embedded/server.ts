import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import postgres from "postgres";

import { EmbeddedServerError } from "./embedded-server-error.ts";
import { type Account, canReach, reachableBinaries, serverAccount } from "./account.ts";
import { type Binaries, findBinaries } from "./binaries.ts";
import { isAlive, withProcessLock } from "./process-lock.ts";

const superuser = "cti_user";
const database = "cti_scraper";

/** What a laptop can spare; scram over loopback, no Unix socket, since its path may be too long. */
const serverSettings: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "64MB",
  max_connections: "60",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "512MB",
  checkpoint_timeout: "15min",
  work_mem: "16MB",
  maintenance_work_mem: "64MB",
  log_checkpoints: "off",
  io_method: "sync",
  timezone: "UTC",
  log_timezone: "UTC",
};

export type EmbeddedServer = {
  url: string;
  folder: string;
  /** Leaves the server; the last process to leave stops it. Safe to call twice. */
  leave(): Promise<void>;
};

/**
 * Joins the PostgreSQL server of this data folder, or makes and starts it. The server belongs to nobody:
 * each process that uses it keeps one connection open, and whoever closes the last one stops it.
 * Connections end with their process, so a `kill -9` leaves no false member behind.
 */
export async function joinEmbeddedServer(dataDir: string): Promise<EmbeddedServer> {
  const folder = path.resolve(dataDir, "postgres");
  mkdirSync(path.dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  const { url, membership } = await withProcessLock(lock, async () => {
    const server = await prepare(folder);
    const running = runningPort(folder);
    const port = running ?? (await start(server));
    // Also when it runs already: whoever started it may have been killed before it was ready.
    if (running !== null) await untilReady(folder, running, () => runningPort(folder) === null);
    const url = addressOf(folder, port);
    return { url, membership: await openMembership(url, folder) };
  });

  let left = false;
  return {
    url,
    folder,
    leave: async () => {
      if (left) return;
      left = true;
      await withProcessLock(lock, async () => {
        const alone = await isAlone(membership);
        await membership.end({ timeout: 2 });
        if (alone) await stop(folder);
      });
    },
  };
}

/** Port of the server that runs in `folder`, if one does; a PID file whose process is gone counts as none. */
export function runningPort(folder: string): number | null {
  const file = path.join(folder, "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid = "", , , port = ""] = readFileSync(file, "utf8").split("\n");
  return isAlive(pid.trim()) && servesFolder(Number(pid), folder) && Number(port) > 0 ? Number(port) : null;
}

type Server = { folder: string; account: Account; binaries: Binaries; dataPath: string };

async function prepare(folder: string): Promise<Server> {
  const account = serverAccount(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Through /proc/self/cwd the server finds its folder even below one that only root can enter.
  const dataPath =
    canReach(account, path.join(folder, "x")) || account === null ? folder : reachThroughCwd(account, folder);
  const binaries = reachableBinaries(account, await findBinaries(), process.version);
  const server = { folder, account, binaries, dataPath };
  const isNew = readdirSync(folder).length === 0 || existsSync(`${folder}.unfinished`);
  if (isNew) await initialise(server);
  else if (!existsSync(path.join(folder, "PG_VERSION")))
    // Never ours to empty: another server's data, or a damaged cluster that a backup may complete.
    throw new EmbeddedServerError(
      `${folder} holds files but no PostgreSQL database (PG_VERSION is missing). ` +
        "Set data_dir to another folder, restore the missing files, or move the folder away.",
    );
  return server;
}

function reachThroughCwd(account: { uid: number; gid: number }, folder: string): string {
  chownSync(folder, account.uid, account.gid);
  return canReach(account, folder) ? folder : "/proc/self/cwd";
}

async function initialise({ folder, account, binaries, dataPath }: Server): Promise<void> {
  // The mark outlives a crash in the middle of initdb, so that half a cluster is never taken for one.
  writeFileSync(`${folder}.unfinished`, "");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600 });
  if (account) chownSync(passwordFile, account.uid, account.gid);
  // As an open descriptor, since the account may not be able to reach its path.
  const password = openSync(passwordFile, "r");
  const log = openSync(`${folder}.log`, "a", 0o600);
  const initdb = spawn(
    binaries.initdb,
    [
      "-D",
      dataPath,
      "-U",
      superuser,
      "--auth=scram-sha-256",
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
      "--no-sync",
      "--pwfile=/dev/stdin",
    ],
    { cwd: folder, stdio: [password, log, log], env: serverEnvironment(), ...account },
  );
  const code = await new Promise((resolve, reject) => initdb.once("exit", resolve).once("error", reject));
  closeSync(log);
  closeSync(password);
  if (account) chownSync(passwordFile, process.getuid?.() ?? 0, process.getgid?.() ?? 0);
  if (code !== 0)
    throw new EmbeddedServerError(
      `The database could not be made in ${folder}: ${lastLines(`${folder}.log`)}`,
    );
  rmSync(`${folder}.unfinished`);
}

async function start({ folder, account, binaries, dataPath }: Server): Promise<number> {
  const port = await freePort();
  removeForeignPidFile(folder);
  const log = openSync(`${folder}.log`, "w", 0o600);
  const flags = Object.entries(serverSettings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(binaries.postgres, ["-D", dataPath, "-p", String(port), ...flags], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: serverEnvironment(),
    ...account,
  });
  closeSync(log);
  let exited = false;
  server.once("exit", () => (exited = true)).once("error", () => (exited = true));
  await untilReady(folder, port, () => exited);
  server.unref();
  return port;
}

/** PostgreSQL clears a PID file whose process is gone, but not one whose number another program has got since. */
function removeForeignPidFile(folder: string): void {
  const file = path.join(folder, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = readFileSync(file, "utf8").split("\n")[0]?.trim() ?? "";
  if (isAlive(pid) && !servesFolder(Number(pid), folder)) rmSync(file, { force: true });
}

async function untilReady(folder: string, port: number, exited: () => boolean): Promise<void> {
  const probe = postgres(addressOf(folder, port, "postgres"), {
    max: 1,
    connect_timeout: 2,
    onnotice: () => undefined,
  });
  try {
    // Recovery after a power loss may take a while; a server that has ended is told at once.
    for (const deadline = Date.now() + 120_000; ; await pause(25)) {
      if (exited())
        throw new EmbeddedServerError(
          `The embedded database ended at its start: ${lastLines(`${folder}.log`)}`,
        );
      const known = await probe`select 1 from pg_database where datname = ${database}`.catch(
        (error: unknown) => {
          if (Date.now() > deadline) throw error;
          return null;
        },
      );
      if (known?.length === 0) await probe.unsafe(`create database ${database}`);
      if (known) return;
    }
  } finally {
    await probe.end({ timeout: 1 });
  }
}

async function openMembership(url: string, folder: string): Promise<postgres.Sql> {
  const membership = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    onnotice: () => undefined,
  });
  try {
    await membership`select set_config('application_name', ${`cti ${process.pid}`}, false)`;
  } catch (cause) {
    await membership.end({ timeout: 1 });
    throw new EmbeddedServerError(
      `The embedded database in ${folder} does not answer: ${lastLines(`${folder}.log`)}`,
      {
        cause,
      },
    );
  }
  return membership;
}

async function isAlone(membership: postgres.Sql): Promise<boolean> {
  const others = await membership`
    select 1 from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`.catch(() => null);
  return others?.length === 0;
}

async function stop(folder: string): Promise<void> {
  const file = path.join(folder, "postmaster.pid");
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : 0;
  if (runningPort(folder) === null) return;
  process.kill(pid, "SIGINT");
  for (const deadline = Date.now() + 60_000; existsSync(file) && Date.now() < deadline;) await pause(15);
}

function addressOf(folder: string, port: number, name = database): string {
  const password = readFileSync(`${folder}.password`, "utf8").trim();
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`;
}

/** Only what the server needs: none of our secrets, and no PG… variable of the user's. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C.UTF-8", TZ: "UTC" };
}

/** After a power loss the number in a PID file may belong to anybody, even to another PostgreSQL. */
function servesFolder(pid: number, folder: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

function lastLines(file: string): string {
  if (!existsSync(file)) return "it left no log";
  return readFileSync(file, "utf8").trim().split("\n").slice(-4).join(" | ") || "its log is empty";
}
