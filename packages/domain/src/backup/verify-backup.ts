import { randomBytes } from "node:crypto";

import { openClient } from "@cti/db/client";

import { DomainError } from "../errors.ts";
import { openBackupFile } from "./backup-folder.ts";
import { compareSums } from "./compare-sums.ts";
import { openCopyOut } from "./copy-out.ts";
import { type DumpProgress, prepareReading } from "./dump-database.ts";
import type { BackupKeys } from "./encryption.ts";
import { loadBackup } from "./load-backup.ts";
import type { Manifest, TableSums } from "./manifest.ts";
import { type OpenBackup, openBackup } from "./open-backup.ts";
import { createRowDigest } from "./row-digest.ts";

export type Verified = {
  manifest: Manifest;
  tables: Record<string, TableSums>;
  rows: number;
  /** Whether it was restored for the trial, or only read. */
  restored: boolean;
};

export type VerifyOptions = {
  keys: BackupKeys;
  /** Login that may create databases; null only reads the file. */
  url: string | null;
  onProgress?: (progress: DumpProgress) => void;
};

/**
 * Restores a backup into a database of its own beside the one in use, reads everything back, compares each table with
 * what was written, and drops it again. Throws DomainError that says what does not fit.
 */
export async function verifyBackup(
  file: string,
  { keys, url, onProgress }: VerifyOptions,
): Promise<Verified> {
  const handle = await openBackupFile(file);
  try {
    const backup = await openBackup(
      handle.createReadStream({ autoClose: false, highWaterMark: 1_048_576 }),
      keys,
    );
    try {
      const told = onProgress ? { onProgress } : {};
      const tables = url === null ? await readThrough(backup, told) : await tryOut(backup, url, told);
      const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0);
      return { manifest: backup.manifest, tables, rows, restored: url !== null };
    } finally {
      await backup.close();
    }
  } finally {
    await handle.close();
  }
}

type Told = { onProgress?: (progress: DumpProgress) => void };

async function readThrough(backup: OpenBackup, { onProgress }: Told): Promise<Record<string, TableSums>> {
  const sums: Record<string, TableSums> = {};
  const { tables } = backup.manifest;
  for (const [done, { name }] of tables.entries()) {
    const digest = createRowDigest();
    for await (const chunk of backup.rowsOf(name)) {
      digest.add(chunk);
      onProgress?.({ table: name, rows: digest.rows(), done, total: tables.length });
    }
    sums[name] = digest.finish();
  }
  compareSums((await backup.checksums()).tables, sums);
  return sums;
}

async function tryOut(backup: OpenBackup, url: string, told: Told): Promise<Record<string, TableSums>> {
  const scratch = await createScratch(url);
  try {
    const client = openClient(scratch.url, { poolSize: 1, name: "cti verify" });
    try {
      const { tables } = await client.sql.begin((tx) => loadBackup(tx, backup, told));
      const found = await client.sql.begin("isolation level repeatable read read only", async (tx) => {
        const sums: Record<string, TableSums> = {};
        const tables = await prepareReading(tx);
        const copyOut = await openCopyOut(client.sql, tx);
        for (const table of tables) {
          const digest = createRowDigest();
          for await (const chunk of copyOut(table)) digest.add(chunk);
          sums[table.name] = digest.finish();
        }
        return sums;
      });
      // PostgreSQL may have stored them in another order.
      compareSums(tables, found, { whole: false });
      return tables;
    } finally {
      await client.close();
    }
  } finally {
    await scratch.drop();
  }
}

const scratchPrefix = "cti_verify_";

/** A database on the same server. Those that killed processes left behind, with nobody in them, go first. */
async function createScratch(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = scratchPrefix + randomBytes(6).toString("hex");
  const admin = openClient(url, { poolSize: 1, name: "cti verify" });
  try {
    const left = await admin.sql<{ name: string }[]>`
      select datname as name from pg_database d
      where starts_with(datname, ${scratchPrefix}) and pg_has_role(datdba, 'USAGE')
        and not exists (select from pg_stat_activity a where a.datid = d.oid)`;
    for (const { name: old } of left) await admin.sql.unsafe(`drop database if exists ${old}`);
    await admin.sql.unsafe(`create database ${name}`);
  } catch (error) {
    await admin.close();
    if (!(error instanceof Error && "code" in error && error.code === "42501")) throw error;
    throw new DomainError(
      "forbidden",
      "The login may not create a database to restore into for the trial; `backup verify --checksums` only reads the file",
      { cause: error },
    );
  }
  const at = new URL(url);
  at.pathname = `/${name}`;
  const drop = async (): Promise<void> => {
    await admin.sql.unsafe(`drop database if exists ${name} with (force)`);
    await admin.close();
  };
  return { url: at.href, drop };
}
