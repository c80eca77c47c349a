import type { Db } from "@cti/db/client";
import { type AttackCatalogue, attackCatalogue } from "@cti/pipeline/knowledge/attack-catalogue";
import type { KnownName } from "@cti/pipeline/knowledge/known-name";
import { starterNames } from "@cti/pipeline/knowledge/starter-names";
import { sql } from "drizzle-orm";

/** Tactics and techniques that the product brings with it, and those of the bundles of ATT&CK that were synced. */
export async function readAttackCatalogue(db: Db): Promise<AttackCatalogue> {
  const rows = await db.execute<{ name: KnownName }>(sql`
    select each.name from knowledge_sets k cross join lateral jsonb_array_elements(k.data->'names') each(name)
    where k.kind = 'attack' and each.name->>'type' in ('technique', 'tactic')
    order by k.name, each.name->>'value'`);
  return attackCatalogue([...starterNames(), ...rows.map(({ name }) => name)]);
}
