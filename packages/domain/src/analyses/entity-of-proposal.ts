import type { Db } from "@cti/db/client";
import { entities, entityAliases } from "@cti/db/schema/entities";
import type { Subject } from "@cti/llm/analysis";
import { entityKey } from "@cti/pipeline/entities/entity-key";
import { type NameType, nameTypes } from "@cti/pipeline/entities/entity-types";
import { familyOf } from "@cti/pipeline/knowledge/known-name";
import { foldName } from "@cti/pipeline/query/fold";
import { and, asc, eq, inArray } from "drizzle-orm";

import { ensureEntities, entityIdKey } from "../entities/ensure-entities.ts";
import { DomainError } from "../errors.ts";

/**
 * The number of the entity that a model's proposal means: the one of this value, else the only one that has this name
 * among its aliases, else a new one. Throws `invalid` for what has no name of its own, such as an address.
 */
export async function entityOfProposal(tx: Db, { type, value, label }: Subject): Promise<number> {
  if (!isNameType(type)) throw new DomainError("invalid", `A proposal of type ${type} cannot be a mention`);
  const known = isCode(type) ? null : await findNamed(tx, type, value);
  if (known !== null) return known;
  const entity = { type, value, key: entityKey(value), label, externalId: null, aliases: null };
  // What the transaction may still take back is remembered nowhere.
  const ids = await ensureEntities(tx, new Map(), [entity]);
  const id = ids.get(entityIdKey(entity));
  if (id === undefined) throw new Error("An entity that was ensured has a number.");
  return id;
}

function isNameType(type: string): type is NameType {
  return (nameTypes as readonly string[]).includes(type);
}

/** Their ids say which is meant, and their names are words like any other. */
function isCode(type: NameType): boolean {
  return type === "technique" || type === "tactic";
}

/** Null when nothing is called so, or several things are and none of them by this value. */
async function findNamed(tx: Db, type: NameType, value: string): Promise<number | null> {
  const family = nameTypes.filter((each) => familyOf(each) === familyOf(type));
  const rows = await tx
    .selectDistinct({ id: entities.id, type: entities.type, value: entities.value })
    .from(entityAliases)
    .innerJoin(entities, eq(entities.id, entityAliases.entityId))
    .where(and(eq(entityAliases.folded, foldName(value)), inArray(entities.type, family)))
    .orderBy(asc(entities.id))
    .limit(10);
  const ofType = rows.filter((row) => row.type === type);
  const exact = ofType.find((row) => row.value === value);
  const candidates = ofType.length > 0 ? ofType : rows;
  const only = candidates.length === 1 ? candidates[0] : undefined;
  return (exact ?? only)?.id ?? null;
}
