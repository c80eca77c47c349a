import type { Db } from "@cti/db/client";
import { entities, entityAliases } from "@cti/db/schema/entities";
import { type SQL, and, eq, inArray, or, sql } from "drizzle-orm";
import { refang } from "@cti/pipeline/indicators/refang";
import { foldName } from "@cti/pipeline/query/fold";

import { DomainError } from "../errors.ts";

export type Entity = typeof entities.$inferSelect;

/**
 * The entity that a person means by an id, a value (defanged or not), a name, any alias, or an
 * ATT&CK id. Throws `not_found`, and `conflict` when several have this name.
 */
export async function findEntity(db: Db, named: string, types: readonly string[] = []): Promise<Entity> {
  const ofType = types.length > 0 ? inArray(entities.type, [...types]) : undefined;
  const candidates = await findCandidates(db, named, ofType);
  const [first, second] = candidates;
  if (!first)
    throw new DomainError(
      "not_found",
      `No article mentions ${named}; \`entities list --matching\` finds parts of a name`,
    );
  if (second && first.value.toLowerCase() === second.value.toLowerCase())
    throw new DomainError(
      "conflict",
      `${named} is ${candidates.map(({ type, id }) => `${type} (id ${id})`).join(" and ")}; name the id or add --type`,
    );
  return first;
}

/** The entity of a number. Throws `not_found`, also when it is of another type than those asked for. */
export async function getEntity(db: Db, id: number, types: readonly string[] = []): Promise<Entity> {
  const [row] = await db
    .select()
    .from(entities)
    .where(and(eq(entities.id, id), types.length > 0 ? inArray(entities.type, [...types]) : undefined));
  if (!row) throw new DomainError("not_found", `There is no entity ${id}`);
  return row;
}

async function findCandidates(db: Db, named: string, ofType: SQL | undefined): Promise<Entity[]> {
  const search = async (condition: SQL | undefined): Promise<Entity[]> =>
    db.select().from(entities).where(and(condition, ofType)).orderBy(entities.id).limit(10);
  if (/^\d{1,15}$/.test(named)) {
    const byId = await search(eq(entities.id, Number(named)));
    if (byId.length > 0) return byId;
  }
  const values = [...new Set([named, refang(named)])].map((value) => value.toLowerCase().slice(0, 200));
  const byValue = await search(
    or(
      inArray(sql`lower(left(${entities.value}, 200))`, values),
      inArray(entities.externalId, [named, named.toUpperCase()]),
    ),
  );
  if (byValue.length > 0) return byValue;
  return search(sql`exists (select 1 from ${entityAliases}
    where ${entityAliases.entityId} = ${entities.id} and ${entityAliases.folded} = ${foldName(named)})`);
}
