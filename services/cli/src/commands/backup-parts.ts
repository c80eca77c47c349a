import { readFile } from "node:fs/promises";

import { migrationStatus } from "@cti/db/migrate";
import type { Database } from "@cti/db/open";
import { type BackupDeps, createBackup, type CreatedBackup } from "@cti/domain/backup/create-backup";
import type { BackupKeys } from "@cti/domain/backup/encryption";
import { backupSettings, type BackupSettings } from "@cti/wiring/backup-settings";
import { version } from "@cti/wiring/settings";

import { accountName } from "../account-name.ts";
import type { Context } from "../context.ts";
import { exitCodes, Exit } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import { createBackupProgress } from "../terminal/backup-progress.ts";
import { count, formatBytes, formatDuration } from "../terminal/format.ts";

/** Opens the database as the login that owns the tables, whatever its schema is. */
export async function openOwner(
  context: Context,
): Promise<{ database: Database; settings: BackupSettings; isCurrent: boolean }> {
  const database = await context.openDatabase({ migrate: false, anySchema: true });
  const { pending } = await migrationStatus(database.url);
  return { database, settings: backupSettings(context.config), isCurrent: pending.length === 0 };
}

export function depsOf({ db, sql }: Database): BackupDeps {
  return { db, sql, now: () => new Date() };
}

/** Throws Exit when it is interrupted. */
export async function createWith(options: {
  database: Database;
  settings: BackupSettings;
  to: string | NodeJS.WriteStream;
  record: boolean;
}): Promise<CreatedBackup> {
  const { database, settings, to, record } = options;
  const progress = createBackupProgress(process.stderr);
  const { signal, release } = onInterrupt("Stopping; no backup is made");
  try {
    const made = await createBackup(depsOf(database), {
      to,
      keys: settings.keys,
      version,
      trigger: "cli",
      actor: accountName(),
      record,
      signal,
      onProgress: progress.tell,
    });
    if (made.status === "cancelled") throw new Exit(exitCodes.interrupted);
    return made;
  } finally {
    progress.end();
    release();
  }
}

/** A private key is read from a file, since everybody on this machine can read command lines. Throws Exit. */
export async function withIdentity(keys: BackupKeys, file: string | undefined): Promise<BackupKeys> {
  if (file === undefined) return keys;
  const text = await readFile(file, "utf8").catch(() => {
    throw new Exit(exitCodes.usage, `--identity ${file} cannot be read`);
  });
  const identities = text.split(/\s+/).filter((word) => word.startsWith("AGE-SECRET-KEY-"));
  if (identities.length === 0)
    throw new Exit(exitCodes.usage, `--identity ${file} holds no AGE-SECRET-KEY-1…`);
  return { ...keys, identities };
}

export function describe({ tables, rows, bytes, encrypted, durationMs }: CreatedBackup): string {
  const kind = encrypted ? "encrypted" : "not encrypted";
  return `${count(tables, "table")}, ${count(rows, "row")}, ${formatBytes(bytes)}, ${kind}, in ${formatDuration(durationMs)}`;
}
