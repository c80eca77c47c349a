import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

import { migrationsFolder, readJournal } from "./journal.ts";

/** One number for all migrating processes; any constant does. */
export const migrationLock = 7_382_001;

export type MigrationStatus = { applied: string[]; pending: string[] };

/**
 * Brings the schema up to date. Of several processes that start at once one migrates, the others wait for it;
 * each migration is a transaction, so one that fails leaves the schema as it was.
 */
export async function migrateDatabase(url: string): Promise<MigrationStatus> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const before = await status(sql);
    if (before.pending.length === 0) {
      await grantRights(sql);
      return before;
    }
    await sql`select pg_advisory_lock(${migrationLock})`;
    await migrate(drizzle({ client: sql }), { migrationsFolder });
    await grantRights(sql);
    return { applied: (await status(sql)).applied, pending: before.pending };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Where the role was not there when migration 0003 ran, it gets its rights as soon as it is. */
async function grantRights(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ due: boolean }[]>`
    select exists (select from pg_roles where rolname = 'cti_app')
      and not has_table_privilege((select oid from pg_roles where rolname = 'cti_app'), 'articles', 'select') as due`;
  if (row?.due) await sql`select grant_app_rights()`;
}

export async function migrationStatus(url: string): Promise<MigrationStatus> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await status(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function status(sql: postgres.Sql): Promise<MigrationStatus> {
  const journal = readJournal();
  const [known] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as yes`;
  const rows = known?.["yes"] ? await sql`select created_at from drizzle.__drizzle_migrations` : [];
  const done = new Set(rows.map((row) => Number(row["created_at"])));
  const tags = (applied: boolean): string[] =>
    journal.filter((entry) => done.has(entry.when) === applied).map((entry) => entry.tag);
  return { applied: tags(true), pending: tags(false) };
}
