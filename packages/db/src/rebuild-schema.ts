import { readMigrationFiles } from "drizzle-orm/migrator";
import type { TransactionSql } from "postgres";

import { migrationsFolder, readJournal } from "./journal.ts";
import { migrationLock } from "./migrate.ts";

/**
 * Empties the schema and builds it up to the migration `upTo`, in the caller's transaction: what was there comes back
 * when that fails. The schema itself stays, with the rights that others were given on it.
 */
export async function rebuildSchema(tx: TransactionSql, upTo: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(${migrationLock})`;
  await dropAll(tx);
  await tx.unsafe(`
    create schema if not exists drizzle;
    create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
    truncate drizzle.__drizzle_migrations restart identity`);
  await migrateWithin(tx, upTo);
}

/** Applies what is missing, up to the migration `upTo` or all there is, in the caller's transaction. */
export async function migrateWithin(tx: TransactionSql, upTo: string | null): Promise<void> {
  const [last] = await tx<{ at: string | null }[]>`
    select max(created_at)::text as at from drizzle.__drizzle_migrations`;
  const until = readJournal().find(({ tag }) => tag === upTo)?.when ?? Number.POSITIVE_INFINITY;
  for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder })) {
    if (folderMillis <= Number(last?.at ?? 0) || folderMillis > until) continue;
    for (const statement of sql) await tx.unsafe(statement);
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`;
  }
}

/** Tables with their views and sequences, then functions; what belongs to an extension stays. */
async function dropAll(tx: TransactionSql): Promise<void> {
  const relations = await tx<{ drop: string }[]>`
    select format('drop %s if exists public.%I cascade', case relkind when 'v' then 'view' else 'table' end, relname) as drop
    from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v')
      and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype = 'e')
    order by relkind <> 'v'`;
  for (const { drop } of relations) await tx.unsafe(drop);
  const functions = await tx<{ drop: string }[]>`
    select format('drop function if exists %s cascade', oid::regprocedure) as drop from pg_proc p
    where pronamespace = 'public'::regnamespace and prokind = 'f'
      and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = p.oid and deptype = 'e')`;
  for (const { drop } of functions) await tx.unsafe(drop);
}
