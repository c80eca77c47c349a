import type { Readable } from "node:stream";

import { migrateWithin } from "@cti/db/rebuild-schema";
import type { TransactionSql } from "postgres";

import { recordAudit } from "../audit/record.ts";
import { DomainError } from "../errors.ts";
import { withRun } from "../runs/with-run.ts";
import type { BackupDeps } from "./create-backup.ts";
import type { DumpProgress } from "./dump-database.ts";
import type { BackupKeys } from "./encryption.ts";
import { explainRights } from "./explain-rights.ts";
import { livingProcesses, usedTables } from "./is-used.ts";
import { type Loaded, loadBackup } from "./load-backup.ts";
import type { Manifest } from "./manifest.ts";
import { type OpenBackup, openBackup } from "./open-backup.ts";

export type RestoreOptions = {
  source: Readable;
  /** What people know it by, for the audit log. */
  name: string;
  keys: BackupKeys;
  actor: string;
  /** Also when the database holds something: called before, so that what is replaced can be saved. */
  replace: ((backup: Manifest) => Promise<void>) | null;
  /** Also while processes of the product use it. */
  force: boolean;
  onProgress?: (progress: DumpProgress) => void;
};

export type Restored = {
  runId: number;
  manifest: Manifest;
  tables: number;
  rows: number;
  /** Tables of somebody else's that the backup holds, and which were left out. */
  foreign: string[];
  /** Sessions that ended by it. */
  sessions: number;
  durationMs: number;
};

/**
 * Replaces everything in the database by a backup and brings the schema up to date, in one transaction: when it fails,
 * the database is as it was. `deps` are of the login that owns the tables. Throws DomainError: a damaged backup, one of
 * a later version, a database that is in use.
 */
export async function restoreBackup(deps: BackupDeps, options: RestoreOptions): Promise<Restored> {
  const { sql, now } = deps;
  const startedAt = now();
  const backup = await openBackup(options.source, options.keys);
  try {
    await refuseUse(deps, options, backup.manifest);
    const { sessions, ...loaded } = await sql
      .begin((tx) => replaceAll(tx, backup, options))
      .catch((error: unknown) => {
        throw explainRights(error);
      });
    await sql`analyze`;
    const durationMs = now().getTime() - startedAt.getTime();
    const runId = await record(deps, options, { ...loaded, manifest: backup.manifest, sessions, durationMs });
    const { rows, foreign } = loaded;
    const tables = Object.keys(loaded.tables).length;
    return { runId, manifest: backup.manifest, tables, rows, foreign, sessions, durationMs };
  } finally {
    await backup.close();
  }
}

async function refuseUse(
  { sql }: BackupDeps,
  { replace, force }: RestoreOptions,
  manifest: Manifest,
): Promise<void> {
  const living = await livingProcesses(sql);
  if (living.length > 0 && !force)
    throw new DomainError(
      "conflict",
      `These processes use the database: ${living.join(", ")}. Stop them first; of one that was killed wait 30 s, or say --force`,
    );
  const used = await usedTables(sql);
  if (used.length > 0 && replace === null)
    throw new DomainError(
      "conflict",
      `The database is not empty (${used.slice(0, 5).join(", ")}${used.length > 5 ? ", …" : ""}); --replace saves it to a backup and replaces it`,
    );
  if (used.length > 0) await replace?.(manifest);
}

async function replaceAll(
  tx: TransactionSql,
  backup: OpenBackup,
  { onProgress }: RestoreOptions,
): Promise<Loaded & { sessions: number }> {
  const loaded = await loadBackup(tx, backup, onProgress ? { onProgress } : {});
  await migrateWithin(tx, null);
  await tx`select grant_app_rights()`;
  return { ...loaded, sessions: await settle(tx, backup.manifest) };
}

/** What was going on when the backup was made goes on no more. */
async function settle(tx: TransactionSql, { run }: Manifest): Promise<number> {
  // Somebody may have signed out since, or have been signed out: an old cookie must not open anything again.
  const sessions = await tx`delete from sessions`;
  await tx`delete from workers`;
  if (run !== null)
    await tx`update runs set status = 'completed', finished_at = started_at where id = ${run} and status = 'running'`;
  const errors = [
    { reason: "restored", message: "It was running when the backup was made from which it was restored." },
  ];
  await tx`
    update runs set status = 'failed', finished_at = started_at, errors = ${JSON.stringify(errors)}::text::jsonb
    where status = 'running'`;
  return sessions.count;
}

/** Into the history that was restored, since the other one is gone. */
async function record(
  deps: BackupDeps,
  { name, actor }: RestoreOptions,
  {
    manifest,
    rows,
    sessions,
    foreign,
    durationMs,
  }: Omit<Loaded, "tables"> & Pick<Restored, "manifest" | "sessions" | "durationMs">,
): Promise<number> {
  const detail = {
    created_at: manifest.created_at,
    version: manifest.version,
    rows,
    sessions_ended: sessions,
  };
  await recordAudit(deps.db, {
    actor,
    tenantId: null,
    address: null,
    action: "backup.restore",
    subject: `backup:${name}`,
    detail,
    now: deps.now(),
  });
  const warnings = foreign.map((table) => `The table ${table} is not one of the product and was left out.`);
  const { runId } = await withRun(
    deps,
    { kind: "backup", trigger: "cli", actor, params: { action: "restore", name } },
    () =>
      Promise.resolve({
        status: "completed",
        counts: {},
        metrics: { ...detail, durationMs },
        warnings,
      } as const),
  );
  return runId;
}
