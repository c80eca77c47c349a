import { pipeline } from "node:stream/promises";

import { rebuildSchema } from "@cti/db/rebuild-schema";
import type { TransactionSql } from "postgres";

import { isDataError } from "../database-error.ts";
import { DomainError } from "../errors.ts";
import { damaged } from "./backup-file.ts";
import { compareSums } from "./compare-sums.ts";
import type { DumpProgress } from "./dump-database.ts";
import { listSequences, listTables, quoted, quotedList, type TableShape } from "./list-tables.ts";
import type { Checksums, Manifest, TableSums } from "./manifest.ts";
import type { OpenBackup } from "./open-backup.ts";
import { createRowDigest, lookedAt } from "./row-digest.ts";

export type LoadOptions = { onProgress?: (progress: DumpProgress) => void };

/** What was loaded, and what the backup holds beside the product's own tables. */
export type Loaded = { tables: Record<string, TableSums>; rows: number; foreign: string[] };

const settings = `
  set local role none; set local row_security = off; set local statement_timeout = 0; set local lock_timeout = '60s';
  set local idle_in_transaction_session_timeout = 0; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres'; set local bytea_output = 'hex'; set local maintenance_work_mem = '256MB'`;

/**
 * Replaces everything in the database by what the backup holds, at the migration of the backup. All in the caller's
 * transaction: when anything does not fit, the database is as it was. Throws DomainError.
 */
export async function loadBackup(
  tx: TransactionSql,
  backup: OpenBackup,
  { onProgress }: LoadOptions = {},
): Promise<Loaded> {
  const { manifest } = backup;
  await tx.unsafe(settings);
  await rebuildSchema(tx, manifest.migrations.at(-1) ?? "");
  const known = new Map((await listTables(tx)).map((table) => [table.name, table]));
  refuseOtherTables(manifest, known);
  const rebuild = await dropSlowParts(tx);
  await tx.unsafe(`truncate ${[...known.keys()].map(quoted).join(", ")}`);
  const sums: Record<string, TableSums> = {};
  const foreign: string[] = [];
  let done = 0;
  for (const table of manifest.tables) {
    const digest = createRowDigest();
    const tell = (): void =>
      onProgress?.({ table: table.name, rows: digest.rows(), done, total: manifest.tables.length });
    const rows = lookedAt(backup.rowsOf(table.name), (chunk) => {
      digest.add(chunk);
      tell();
    });
    if (known.has(table.name)) await copyIn(tx, table, rows);
    else {
      foreign.push(table.name);
      for await (const _ of rows);
    }
    sums[table.name] = digest.finish();
    done += 1;
    tell();
  }
  const checksums = await backup.checksums();
  compareSums(checksums.tables, sums);
  await setSequences(tx, checksums);
  await rebuild();
  for (const name of foreign) delete sums[name];
  return { tables: sums, rows: Object.values(sums).reduce((sum, { rows }) => sum + rows, 0), foreign };
}

/** A backup holds each table of its schema with each of its columns. */
function refuseOtherTables({ tables }: Manifest, known: Map<string, TableShape>): void {
  const held = new Map(tables.map((table) => [table.name, table]));
  if (held.size !== tables.length) throw damaged("it names a table twice");
  for (const { name, columns } of known.values()) {
    const table = held.get(name);
    if (!table) throw damaged(`the table ${name} is missing`);
    const same = new Set(table.columns);
    if (same.size !== columns.length || columns.some((column) => !same.has(column)))
      throw damaged(`the columns of the table ${name} are not those of its migration`);
  }
}

/**
 * Foreign keys and indexes are made anew after the rows are there: faster by far, and in whatever order the tables
 * come. That they can be made proves the references. Needs no superuser, as switching triggers off would.
 */
async function dropSlowParts(tx: TransactionSql): Promise<() => Promise<void>> {
  const keys = await tx<{ drop: string; make: string }[]>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
    from pg_constraint where connamespace = 'public'::regnamespace and contype = 'f' order by conname`;
  const indexes = await tx<{ drop: string; make: string }[]>`
    select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as make
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace
      and not exists (select from pg_constraint where conindid = i.indexrelid)
    order by c.relname`;
  for (const { drop } of [...keys, ...indexes]) await tx.unsafe(drop);
  // What a trigger made of a row is in the backup already.
  const triggers = await tx<{ name: string }[]>`
    select distinct tgrelid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not tgisinternal and c.relnamespace = 'public'::regnamespace`;
  for (const { name } of triggers) await tx.unsafe(`alter table ${name} disable trigger user`);
  return async () => {
    for (const { name } of triggers) await tx.unsafe(`alter table ${name} enable trigger user`);
    for (const { make } of [...indexes, ...keys])
      await tx.unsafe(make).catch((error: unknown) => {
        throw isBroken(error) ? damaged("its rows do not fit together", error) : error;
      });
  };
}

async function copyIn(
  tx: TransactionSql,
  { name, columns }: TableShape,
  rows: AsyncIterable<Buffer>,
): Promise<void> {
  try {
    const copy = tx.unsafe(`copy ${quoted(name)} (${quotedList(columns)}) from stdin (freeze)`);
    await pipeline(rows, await copy.writable());
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw isBroken(error) ? damaged(`the database refuses rows of the table ${name}`, error) : error;
  }
}

/** Values that are none (class 22), or that contradict each other (23). */
function isBroken(error: unknown): boolean {
  return (
    isDataError(error) || (error instanceof Error && "code" in error && String(error.code).startsWith("23"))
  );
}

async function setSequences(tx: TransactionSql, { sequences }: Checksums): Promise<void> {
  for (const name of await listSequences(tx)) {
    const held = sequences[name];
    if (!held) throw damaged(`the sequence ${name} is missing`);
    await tx`select setval(${quoted(name)}::text::regclass, ${held.last}::text::bigint, ${held.called})`;
  }
}
