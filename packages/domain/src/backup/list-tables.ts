import type { ISql } from "postgres";

export type TableShape = { name: string; columns: string[] };

/** The tables of the product with the columns that are written; what is generated follows from the others. */
export async function listTables(sql: ISql): Promise<TableShape[]> {
  return sql<TableShape[]>`
    select c.relname as name, array_agg(a.attname::text order by a.attname) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    group by c.relname
    order by c.relname collate "C"`;
}

export async function listSequences(sql: ISql): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'S' order by relname collate "C"`;
  return rows.map(({ name }) => name);
}

/** Of the schema public, whatever the search path is. */
export function quoted(name: string): string {
  return `public.${quotedName(name)}`;
}

function quotedName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"a", "b"`. */
export function quotedList(names: readonly string[]): string {
  return names.map(quotedName).join(", ");
}
