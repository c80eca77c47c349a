import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";

import { readJournal } from "@cti/db/journal";
import type { Sql, TransactionSql } from "postgres";

import { DomainError } from "../errors.ts";
import { openCopyOut } from "./copy-out.ts";
import { listSequences, listTables, quoted, type TableShape } from "./list-tables.ts";
import {
  type Checksums,
  checksumsMember,
  chunkBytes,
  formatVersion,
  type Manifest,
  manifestMember,
  productName,
  sumsMember,
  sumsOf,
  type TableSums,
  toMember,
} from "./manifest.ts";
import { createRowDigest, lookedAt } from "./row-digest.ts";
import type { Member } from "./tar.ts";

/** How far it is: `rows` of this table so far, and the number of this table among all. */
export type DumpProgress = { table: string; rows: number; done: number; total: number };

export type DumpOptions = {
  version: string;
  now: Date;
  runId: number | null;
  onProgress?: (progress: DumpProgress) => void;
  /** Told of each table that is done, with its rows. */
  onTable?: (rows: number) => void;
};

const compress = promisify(zstdCompress);

/**
 * Reads as the login itself, over all tenants; a login that does not see all rows is refused by PostgreSQL and not
 * shown a part. The formats of values do not hang on the server's settings.
 */
const settings = `
  set local role none; set local row_security = off; set local statement_timeout = 0;
  set local idle_in_transaction_session_timeout = 0; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres'; set local extra_float_digits = 3; set local bytea_output = 'hex'`;

/** Prepares a transaction for reading whole tables; throws DomainError when this login may not. */
export async function prepareReading(tx: TransactionSql): Promise<TableShape[]> {
  await tx.unsafe(settings);
  const tables = await listTables(tx);
  if (tables.length === 0)
    throw new DomainError("invalid", "The database has no schema yet, so there is nothing to back up");
  // A migration waits until we are done.
  const names = tables.map(({ name }) => quoted(name)).join(", ");
  await tx.unsafe(`lock table ${names} in access share mode`);
  return listTables(tx);
}

/** Everything that a backup consists of, in order. `tx`, of the pool `sql`, sees one state (repeatable read). */
export async function* dumpDatabase(
  sql: Sql,
  tx: TransactionSql,
  options: DumpOptions,
): AsyncGenerator<Member> {
  const tables = await prepareReading(tx);
  const copyOut = await openCopyOut(sql, tx);
  const manifest = toMember(await describe(tx, tables, options));
  yield { name: manifestMember, data: manifest };
  const sums: Record<string, TableSums> = {};
  let done = 0;
  for (const table of tables) {
    const digest = createRowDigest();
    const tell = (): void =>
      options.onProgress?.({ table: table.name, rows: digest.rows(), done, total: tables.length });
    tell();
    const rows = lookedAt(copyOut(table), (chunk) => {
      digest.add(chunk);
      tell();
    });
    yield* packRows(table.name, rows);
    const finished = digest.finish();
    sums[table.name] = finished;
    options.onTable?.(finished.rows);
    done += 1;
    tell();
  }
  const checksums = toMember({ tables: sums, sequences: await readSequences(tx) });
  yield { name: checksumsMember, data: checksums };
  yield { name: sumsMember, data: sumsOf(manifest, checksums) };
}

async function describe(
  tx: TransactionSql,
  tables: TableShape[],
  { version, now, runId }: DumpOptions,
): Promise<Manifest> {
  const [server] = await tx<{ version: string }[]>`select current_setting('server_version') as version`;
  return {
    product: productName,
    format: formatVersion,
    version,
    created_at: now.toISOString(),
    postgres: server?.version ?? "",
    migrations: await appliedMigrations(tx),
    tables: [...tables],
    run: runId,
  };
}

/** What a later version added could not be restored by this one. */
async function appliedMigrations(tx: TransactionSql): Promise<string[]> {
  const rows = await tx<{ at: string }[]>`
    select created_at::text as at from drizzle.__drizzle_migrations order by created_at`;
  const journal = readJournal();
  return rows.map(({ at }) => {
    const entry = journal.find(({ when }) => when === Number(at));
    if (entry) return entry.tag;
    throw new DomainError(
      "conflict",
      "The schema of the database is newer than this version; make the backup with the version that made it",
    );
  });
}

/** Pieces of a fixed size, each compressed by itself: joined in their order they are the table again. */
async function* packRows(table: string, rows: AsyncIterable<Buffer>): AsyncGenerator<Member> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  let held = 0;
  let number = 0;
  const flush = async (): Promise<Member> => {
    const data = await compress(buffer.subarray(0, held));
    held = 0;
    number += 1;
    return { name: memberOf(table, number), data };
  };
  for await (const chunk of rows)
    for (let from = 0; from < chunk.length;) {
      const taken = chunk.copy(buffer, held, from);
      held += taken;
      from += taken;
      if (held === chunkBytes) yield await flush();
    }
  if (held > 0) yield await flush();
}

/** The name of the nth piece of a table, from 1. */
export function memberOf(table: string, number: number): string {
  return `tables/${table}/${String(number).padStart(6, "0")}.copy.zst`;
}

/** They run ahead of the rows that are seen here, never behind. */
async function readSequences(tx: TransactionSql): Promise<Checksums["sequences"]> {
  const sequences: Checksums["sequences"] = {};
  for (const name of await listSequences(tx)) {
    const [row] = await tx.unsafe<{ last: string; called: boolean }[]>(
      `select last_value::text as last, is_called as called from ${quoted(name)}`,
    );
    if (row) sequences[name] = { last: row.last, called: row.called };
  }
  return sequences;
}
