import { constants, createReadStream, createWriteStream, existsSync } from "node:fs";
import { lstat, readdir, rename, unlink, open } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

const dayMs = 86_400_000;

/** The UTC day as file names have it, YYYYMMDD. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10).replaceAll("-", "");
}

/**
 * Gzips log files from the day before yesterday on and deletes those older than `keepDays`. Files that cannot be
 * tidied do not keep the others from it; the first error is thrown in the end.
 */
export async function tidyLogFiles({
  dir,
  name,
  keepDays,
  now,
}: {
  dir: string;
  name: string;
  keepDays: number;
  now: () => Date;
}): Promise<void> {
  const today = Date.parse(now().toISOString().slice(0, 10));
  const errors: unknown[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const at = dateOf(entry.name, name);
    if (at === null || entry.isDirectory()) continue;
    const age = (today - at) / dayMs;
    const file = path.join(dir, entry.name);
    try {
      if (age > keepDays) await unlink(file);
      else if (age >= 1 && file.endsWith(".part") && (await isStale(file, now()))) await unlink(file);
      else if (age >= 2 && file.endsWith(".log")) await compress(file);
    } catch (error) {
      if (!isGone(error)) errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** NAME_YYYYMMDD.log, compressed .log.gz or .log.1.gz, and what a sudden end left of compressing. */
function dateOf(file: string, name: string): number | null {
  if (!file.startsWith(`${name}_`)) return null;
  const match = /^(\d{4})(\d\d)(\d\d)\.log(?:(?:\.\d+)?\.gz|\.\d+\.part)?$/.exec(file.slice(name.length + 1));
  const at = match ? Date.parse(`${match[1]}-${match[2]}-${match[3]}`) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

async function compress(file: string): Promise<void> {
  const source = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const part = `${file}.${process.pid}.part`;
  try {
    if (!(await source.stat()).isFile()) throw new Error(`${file} is no regular file`);
    await pipeline(
      createReadStream("", { fd: source, autoClose: false }),
      createGzip(),
      createWriteStream(part, { flags: "wx", mode: 0o640, flush: true }),
    );
    // Another process may have done the same meanwhile.
    await lstat(file);
    await rename(part, freeName(file));
    await unlink(file);
  } catch (error) {
    await unlink(part).catch(() => undefined);
    throw error;
  } finally {
    await source.close();
  }
}

/** A clock that was set back may have filled a day a second time. */
function freeName(file: string): string {
  for (let number = 0; ; number += 1) {
    const target = number === 0 ? `${file}.gz` : `${file}.${number}.gz`;
    if (!existsSync(target)) return target;
  }
}

async function isStale(part: string, now: Date): Promise<boolean> {
  return now.getTime() - (await lstat(part)).mtimeMs > dayMs;
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
