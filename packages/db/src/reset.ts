import postgres from "postgres";

import { migrateDatabase } from "./migrate.ts";

/** Deletes everything that the migrations made and applies them again. */
export async function resetDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await sql`drop schema if exists public cascade`;
    await sql`drop schema if exists drizzle cascade`;
    await sql`create schema public`;
  } finally {
    await sql.end({ timeout: 5 });
  }
  await migrateDatabase(url);
}
