import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { EmbeddedServerError } from "./embedded-server-error.ts";

/**
 * Runs `action` while no other process of this machine does so for the same file.
 * The lock names its holder by process id and start time, so that one left behind by `kill -9`
 * or a power loss is taken over at once.
 */
export async function withProcessLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  const mine = `${process.pid} ${startTimeOf(process.pid)}`;
  const deadline = Date.now() + 120_000;
  while (!(await tryLock(file, mine))) {
    if (Date.now() > deadline)
      throw new EmbeddedServerError(
        `${file} is held by process ${await readHolder(file)} for two minutes; end it and try again`,
      );
    await pause(20 + Math.random() * 40);
  }
  try {
    return await action();
  } finally {
    if ((await readHolder(file)) === mine) await rm(file, { force: true });
  }
}

/** True while the process that wrote `pid start-time` still runs; a reused process id does not count. */
export function isAlive(holder: string): boolean {
  const [pid = 0, started] = holder.split(" ");
  const id = Number(pid);
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return started === undefined || startTimeOf(id) === started;
}

async function tryLock(file: string, mine: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(mine);
    await handle.close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const holder = await readHolder(file);
  // An empty file belongs to someone between open and write; give it time before it counts as abandoned.
  if (holder === "" ? !(await stillEmptyAfter(file, 500)) : isAlive(holder)) return false;
  await breakLock(file, holder);
  return false;
}

async function readHolder(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}

async function stillEmptyAfter(file: string, milliseconds: number): Promise<boolean> {
  await pause(milliseconds);
  return existsSync(file) && (await readHolder(file)) === "";
}

/** Removes the lock of a dead holder; a second file sees to it that only one process does so, and looks again first. */
async function breakLock(file: string, holder: string): Promise<void> {
  const breaker = `${file}.break`;
  try {
    await (await open(breaker, "wx", 0o600)).close();
  } catch {
    const { mtimeMs } = await stat(breaker).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > 10_000) await rm(breaker, { force: true });
    return;
  }
  try {
    if ((await readHolder(file)) === holder) await rm(file, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}

function startTimeOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
