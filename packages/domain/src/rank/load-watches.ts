import type { Db } from "@cti/db/client";
import { currentTenant } from "@cti/db/schema/tenants";
import { watchlists } from "@cti/db/schema/watchlists";
import type { EntityType } from "@cti/pipeline/entities/entity-types";
import { foldName } from "@cti/pipeline/query/fold";
import type { Watch } from "@cti/pipeline/rank/rank-input";
import { asc, eq, sql } from "drizzle-orm";

/** What `entity` may stand for, when the user does not say. */
const anyType: EntityType[] = [
  "actor",
  "malware",
  "ransomware",
  "tool",
  "technique",
  "cve",
  "domain",
  "ipv4",
];

/** What this tenant watches; a name goes by the canonical one that any of its aliases leads to. */
export async function loadWatches(db: Db): Promise<Watch[]> {
  const rows = await db
    .select()
    .from(watchlists)
    .where(eq(watchlists.tenantId, currentTenant))
    .orderBy(asc(watchlists.id));
  const watches: Watch[] = [];
  for (const { kind, value, weight, note } of rows) {
    const list = note ?? "your watchlist";
    if (kind === "term") {
      watches.push({ kind, value, weight, list });
      continue;
    }
    const types: EntityType[] = kind === "entity" ? anyType : [kind];
    const known = await db.execute<{ type: EntityType; value: string }>(sql`
      select distinct e.type, e.value from entity_aliases n join entities e on e.id = n.entity_id
      where n.folded = ${foldName(value)} and e.type in (${sql.join(
        types.map((type) => sql`${type}`),
        sql`, `,
      )})`);
    // What the knowledge has no name for is looked for as words.
    if (known.length === 0) watches.push({ kind: "term", value, weight, list });
    for (const each of known) watches.push({ kind: each.type, value: each.value, weight, list });
  }
  return watches;
}
