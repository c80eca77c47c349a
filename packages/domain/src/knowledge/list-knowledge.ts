import type { Db } from "@cti/db/client";
import { knowledgeSets } from "@cti/db/schema/knowledge";
import { asc } from "drizzle-orm";

export type KnowledgeLine = {
  kind: string;
  name: string;
  version: string;
  items: number;
  origin: string;
  synced_at: Date;
  warnings: string[];
};

/** Every body of knowledge that was loaded. */
export async function listKnowledge(db: Db): Promise<KnowledgeLine[]> {
  return db
    .select({
      kind: knowledgeSets.kind,
      name: knowledgeSets.name,
      version: knowledgeSets.version,
      items: knowledgeSets.items,
      origin: knowledgeSets.origin,
      synced_at: knowledgeSets.syncedAt,
      warnings: knowledgeSets.warnings,
    })
    .from(knowledgeSets)
    .orderBy(asc(knowledgeSets.kind), asc(knowledgeSets.name));
}
