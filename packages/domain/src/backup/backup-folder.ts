import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readdir, rm } from "node:fs/promises";
import path from "node:path";

import { DomainError } from "../errors.ts";
import { isEncryptedName, timeOfBackup } from "./backup-file.ts";

export type BackupFile = { name: string; file: string; at: Date; bytes: number; encrypted: boolean };

const partialPattern = /^\.cti-backup-.*\.partial$/;
const abandonedMs = 86_400_000;

/** The backups in a folder, the newest first. Only plain files with a name of ours; a missing folder has none. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const found: BackupFile[] = [];
  for (const name of await namesIn(folder)) {
    const at = timeOfBackup(name);
    const file = path.join(folder, name);
    const stat = at && (await lstat(file).catch(() => null));
    if (at && stat?.isFile())
      found.push({ name, file, at, bytes: stat.size, encrypted: isEncryptedName(name) });
  }
  return found.sort(
    (one, other) => other.at.getTime() - one.at.getTime() || other.name.localeCompare(one.name),
  );
}

/** A backup by `latest`, its name in the folder, or its path. Throws DomainError `not_found`. */
export async function findBackup(folder: string, wanted: string): Promise<string> {
  if (wanted !== "latest")
    return path.basename(wanted) === wanted && timeOfBackup(wanted)
      ? path.join(folder, wanted)
      : path.resolve(wanted);
  const [latest] = await listBackups(folder);
  if (!latest) throw new DomainError("not_found", `There is no backup in ${folder}`);
  return latest.file;
}

/** Opens a plain file to read; links are not followed. Throws DomainError. */
export async function openBackupFile(file: string): Promise<FileHandle> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT") throw new DomainError("not_found", `There is no file ${file}`, { cause });
    if (code !== "ELOOP") throw new DomainError("invalid", `${file} cannot be read (${code})`, { cause });
  }
  throw new DomainError("invalid", `${file} is no plain file; links are not followed`);
}

/** Makes the folder for its owner only; one that is there stays as it is. */
export async function makeBackupFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Removes what was left behind by processes that were killed while writing. */
export async function removeAbandoned(folder: string, now: Date): Promise<void> {
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name);
    if (!partialPattern.test(name)) continue;
    const stat = await lstat(file).catch(() => null);
    if (stat?.isFile() && now.getTime() - stat.mtimeMs > abandonedMs) await rm(file, { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
