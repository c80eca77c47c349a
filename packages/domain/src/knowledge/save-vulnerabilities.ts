import type { Db } from "@cti/db/client";
import type { KnowledgeKind, vulnerabilities } from "@cti/db/schema/knowledge";
import { sql } from "drizzle-orm";

import { storable } from "../storable.ts";

export type Vulnerability = Partial<Omit<typeof vulnerabilities.$inferInsert, "updatedAt">> & { cve: string };

const columns = [
  "name text",
  "vendor text",
  "product text",
  "kev_added_on date",
  "kev_due_on date",
  "kev_ransomware boolean",
  "cvss real",
  "cvss_vector text",
  "cvss_version text",
  "epss real",
  "epss_percentile real",
] as const;

/** Adds facts to what is known of each flaw. A new KEV catalogue replaces the old one: what it lists no more is cleared. */
export async function saveVulnerabilities(
  tx: Db,
  kind: KnowledgeKind,
  facts: Vulnerability[],
  now: Date,
): Promise<void> {
  if (kind === "kev" && facts.length > 0)
    await tx.execute(sql`update vulnerabilities set kev_added_on = null, kev_due_on = null, kev_ransomware = null
      where kev_added_on is not null`);
  const names = columns.map((column) => column.split(" ")[0] ?? "");
  const list = sql.raw(names.join(", "));
  const merged = sql.raw(
    names.map((name) => `${name} = coalesce(excluded.${name}, vulnerabilities.${name})`).join(", "),
  );
  for (let from = 0; from < facts.length; from += 20_000) {
    const rows = JSON.stringify(storable(facts.slice(from, from + 20_000).map(toRow)));
    await tx.execute(sql`
      insert into vulnerabilities (cve, ${list}, updated_at)
      select distinct on (cve) cve, ${list}, ${now.toISOString()}::timestamptz
      from json_to_recordset(${rows}::json) as x(cve text, ${sql.raw(columns.join(", "))}) order by cve
      on conflict (cve) do update set ${merged}, updated_at = excluded.updated_at`);
  }
}

function toRow(facts: Vulnerability): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
