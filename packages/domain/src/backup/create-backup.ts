import path from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { Db } from "@cti/db/client";
import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import type { Sql } from "postgres";

import { recordAudit } from "../audit/record.ts";
import type { AnnounceDeps } from "../events/announce.ts";
import { withRun } from "../runs/with-run.ts";
import { backupName } from "./backup-file.ts";
import { makeBackupFolder, removeAbandoned } from "./backup-folder.ts";
import { type DumpProgress, dumpDatabase } from "./dump-database.ts";
import { type BackupKeys, encrypt, isEncrypting } from "./encryption.ts";
import { explainRights } from "./explain-rights.ts";
import { counting, type Written } from "./counting.ts";
import { writeTar } from "./tar.ts";
import { writeFileWhole } from "./write-file.ts";

export type BackupDeps = { db: Db; sql: Sql; now: () => Date } & AnnounceDeps;

export type CreateOptions = {
  /** A folder, in which the file gets its name by the time; or a stream. */
  to: string | Writable;
  keys: BackupKeys;
  /** Of the product. */
  version: string;
  trigger: RunTrigger;
  actor: string;
  /** False for a schema of an older version, which may have no place for runs and audit rows as we write them. */
  record?: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: DumpProgress) => void;
};

export type CreatedBackup = Written & {
  /** null when it is not recorded. */
  runId: number | null;
  status: RunStatus;
  name: string;
  /** null when it went into a stream. */
  file: string | null;
  encrypted: boolean;
  tables: number;
  rows: number;
  durationMs: number;
};

/**
 * Writes everything that the database holds, of all tenants, as it is at one moment, while others go on working.
 * Throws DomainError when the login may not read it all, or the file cannot be made; then there is none.
 */
export async function createBackup(deps: BackupDeps, options: CreateOptions): Promise<CreatedBackup> {
  const { keys, trigger, actor, record = true, signal } = options;
  const startedAt = deps.now();
  const encrypted = isEncrypting(keys);
  const name = backupName(startedAt, { encrypted });
  if (!record) {
    const written = await write(deps, options, { name, runId: null, now: startedAt });
    return {
      ...written,
      runId: null,
      status: "completed",
      name,
      encrypted,
      durationMs: since(deps, startedAt),
    };
  }
  const params = { action: "create", encrypted };
  const { runId, status, metrics } = await withRun(
    deps,
    { kind: "backup", trigger, actor, params },
    async (id) => {
      const written = await write(deps, options, { name, runId: id, now: startedAt }).catch(
        (error: unknown) => {
          if (signal?.aborted) return { bytes: 0, sha256: "", file: null, tables: 0, rows: 0 };
          throw error;
        },
      );
      const result = { ...written, name, encrypted, durationMs: since(deps, startedAt) };
      if (signal?.aborted) return { status: "cancelled" as const, counts: {}, metrics: result };
      await tellAudit(deps, actor, result);
      return { status: "completed" as const, counts: {}, metrics: result };
    },
  );
  return { ...metrics, runId, status };
}

type Made = Written & Pick<CreatedBackup, "file" | "tables" | "rows">;

async function write(
  { sql }: BackupDeps,
  { to, keys, version, signal, onProgress }: CreateOptions,
  { name, runId, now }: { name: string; runId: number | null; now: Date },
): Promise<Made> {
  const totals = { tables: 0, rows: 0 };
  if (typeof to === "string") {
    await makeBackupFolder(to);
    await removeAbandoned(to, now);
  }
  const file = typeof to === "string" ? path.join(to, name) : null;
  const written = await sql
    .begin("isolation level repeatable read read only", async (tx) => {
      const members = dumpDatabase(sql, tx, {
        version,
        now,
        runId,
        onProgress: (progress) => {
          totals.tables = progress.total;
          onProgress?.(progress);
        },
        onTable: (rows) => (totals.rows += rows),
      });
      const pieces = await encrypt(until(writeTar(members, now), signal), keys);
      if (typeof to === "string") return writeFileWhole(path.join(to, name), pieces);
      const counted = counting(pieces);
      await pipeline(counted.pieces, to, { end: false });
      return counted.written();
    })
    .catch((error: unknown) => {
      throw explainRights(error);
    });
  return { ...written, file, ...totals };
}

async function tellAudit(
  { db, now }: BackupDeps,
  actor: string,
  { name, bytes, sha256, encrypted, rows }: Made & { name: string; encrypted: boolean },
): Promise<void> {
  const detail = { bytes, sha256, encrypted, rows };
  const entry = {
    actor,
    tenantId: null,
    address: null,
    action: "backup.create",
    subject: `backup:${name}`,
    detail,
  };
  await recordAudit(db, { ...entry, now: now() });
}

async function* until<T>(pieces: AsyncIterable<T>, signal?: AbortSignal): AsyncGenerator<T> {
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    yield piece;
  }
}

function since({ now }: BackupDeps, startedAt: Date): number {
  return now().getTime() - startedAt.getTime();
}
