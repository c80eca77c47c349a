import type { ISql } from "postgres";

import { listTables, quoted } from "./list-tables.ts";

/** What processes of ours write as soon as they start, without anybody having done anything. */
const selfFilled = new Set([
  "audit_log",
  "events",
  "job_records",
  "knowledge_sets",
  "runs",
  "schedules",
  "settings",
  "workers",
]);

/** The tables in which somebody's work or something collected stands; none in a database that may be overwritten. */
export async function usedTables(sql: ISql): Promise<string[]> {
  const used: string[] = [];
  for (const { name } of await listTables(sql)) {
    if (selfFilled.has(name)) continue;
    const others = name === "tenants" ? "where id <> 1" : "";
    const [row] = await sql.unsafe<{ yes: boolean }[]>(
      `select exists (select from ${quoted(name)} ${others}) as yes`,
    );
    if (row?.yes) used.push(name);
  }
  return used;
}

/** Processes of ours that use this database now, by their names. */
export async function livingProcesses(sql: ISql): Promise<string[]> {
  const [known] = await sql<{ yes: boolean }[]>`select to_regclass('public.workers') is not null as yes`;
  if (!known?.yes) return [];
  const rows = await sql<{ id: string }[]>`
    select id from workers
    where stopped_at is null and last_beat_at > clock_timestamp() - interval '30 seconds' order by id`;
  return rows.map(({ id }) => id);
}
