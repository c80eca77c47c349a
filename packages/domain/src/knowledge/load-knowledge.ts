import { createHash } from "node:crypto";

import type { Db } from "@cti/db/client";
import { knowledgeSets } from "@cti/db/schema/knowledge";
import { settings } from "@cti/db/schema/settings";
import { compileBenign } from "@cti/pipeline/benign/compile-benign";
import type { Warninglist } from "@cti/pipeline/benign/read-warninglist";
import { extractionVersion, type KnowledgeData } from "@cti/pipeline/entities/knowledge";
import type { KnownName } from "@cti/pipeline/knowledge/known-name";
import { knowledgeDigest } from "@cti/pipeline/knowledge/read-rows";
import { starterNames } from "@cti/pipeline/knowledge/starter-names";
import { mergeNames } from "@cti/pipeline/names/merge-names";
import { and, asc, eq, inArray, sql } from "drizzle-orm";

import { storable } from "../storable.ts";

/**
 * What was synced, as the reader threads take it. Merging the names of all sets takes a second, so the result is kept
 * until a set or the names of the product change.
 */
export async function loadKnowledge(db: Db): Promise<KnowledgeData> {
  const sets = await listSets(db);
  const nameSets = sets.filter(({ kind }) => kind !== "warninglist");
  return {
    version: versionOf(sets),
    names:
      nameSets.length === 0
        ? null
        : await loadNames(db, digest([knowledgeDigest(), ...nameSets.map(({ hash }) => hash)])),
    benign: await loadBenign(
      db,
      sets.some(({ kind }) => kind === "warninglist"),
    ),
  };
}

/** Version of the knowledge that is stored now, without loading it: what was extracted by another one is outdated. */
export async function readKnowledgeVersion(db: Db): Promise<string> {
  return versionOf(await listSets(db));
}

type KnowledgeSet = { id: number; kind: string; hash: string };

async function listSets(db: Db): Promise<KnowledgeSet[]> {
  return db
    .select({ id: knowledgeSets.id, kind: knowledgeSets.kind, hash: knowledgeSets.contentHash })
    .from(knowledgeSets)
    .where(inArray(knowledgeSets.kind, ["attack", "galaxy", "warninglist"]))
    .orderBy(asc(knowledgeSets.id));
}

function versionOf(sets: KnowledgeSet[]): string {
  return `${extractionVersion}-${digest([knowledgeDigest(), ...sets.map(({ hash }) => hash)])}`;
}

async function loadNames(db: Db, version: string): Promise<string> {
  const [kept] = await db
    .select({ names: sql<string>`(${settings.value}->'names')::text` })
    .from(settings)
    .where(and(eq(settings.key, mergedKey), sql`${settings.value}->>'version' = ${version}`));
  if (kept) return kept.names;
  const rows = await db
    .select({ kind: knowledgeSets.kind, data: knowledgeSets.data })
    .from(knowledgeSets)
    .where(inArray(knowledgeSets.kind, ["attack", "galaxy"]))
    .orderBy(asc(knowledgeSets.kind), asc(knowledgeSets.name));
  const sets = rows.map(({ data }) => (data as { names: KnownName[] }).names);
  const value = storable({ version, names: mergeNames([starterNames(), ...sets]) });
  await db
    .insert(settings)
    .values({ key: mergedKey, value })
    .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: new Date() } });
  return JSON.stringify(value.names);
}

const mergedKey = "knowledge.merged_names";

/** Of the public lists; what a tenant knows as harmless takes effect when mentions are read (`benign_marks`). */
async function loadBenign(db: Db, hasLists: boolean): Promise<KnowledgeData["benign"]> {
  if (!hasLists) return null;
  const lists = await db
    .select({ data: knowledgeSets.data })
    .from(knowledgeSets)
    .where(eq(knowledgeSets.kind, "warninglist"));
  return compileBenign(
    lists.map(({ data }) => data as Warninglist),
    [],
  );
}

function digest(parts: string[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 12);
}
