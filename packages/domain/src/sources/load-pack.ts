import { isDeepStrictEqual } from "node:util";

import type { Db } from "@cti/db/client";
import {
  type Source,
  type SourceOrigin,
  type SourceSettings,
  sourceKinds,
  sources,
} from "@cti/db/schema/sources";
import { settings } from "@cti/db/schema/settings";
import { eq, inArray, sql } from "drizzle-orm";
import { parse } from "yaml";
import { z } from "zod";

import { DomainError } from "../errors.ts";
import { lockSources } from "./lock-sources.ts";

/** One source as config/sources.yaml and the samples describe it. */
export const PackSource = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  name: z.string().min(1),
  url: z.url(),
  site: z.url().nullish(),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3)]).default(2),
  kind: z.enum(sourceKinds).default("rss"),
  tags: z.array(z.string()).default([]),
  enabled: z.boolean().default(true),
  note: z.string().nullish(),
  settings: z.custom<SourceSettings>().default({}),
});
export type PackSource = z.input<typeof PackSource>;

const Pack = z.object({ version: z.number(), sources: z.array(PackSource) });

export function readPack(yaml: string, name: string): PackSource[] {
  const read = Pack.safeParse(parse(yaml));
  if (read.success) return read.data.sources;
  const issue = read.error.issues[0];
  throw new DomainError(
    "invalid",
    `${name}: ${issue?.path.join(".") ?? "it"} ${issue?.message ?? "is unreadable"}`,
  );
}

export type PackResult = {
  added: string[];
  updated: string[];
  unchanged: number;
  /** Sources of the pack that a person has removed. */
  removed: number;
  kept: { slug: string; fields: string[] }[];
};

/**
 * Brings the pack's sources into the database. Safe to repeat: a field that a person has changed since the pack
 * wrote it is kept (and named in `kept`), a removed source stays removed unless `restore` asks for it.
 */
export async function loadPack(
  db: Db,
  pack: PackSource[],
  { origin, restore }: { origin: SourceOrigin; restore: boolean },
): Promise<PackResult> {
  const wanted = pack.map((entry) => PackSource.parse(entry));
  const result: PackResult = { added: [], updated: [], unchanged: 0, removed: 0, kept: [] };
  await db.transaction(async (tx) => {
    await lockSources(tx);
    if (restore && origin === "pack") await tx.delete(settings).where(eq(settings.key, removedKey));
    const removed = restore ? new Set<string>() : await removedSlugs(tx);
    const rows = await tx
      .select()
      .from(sources)
      .where(
        inArray(
          sources.slug,
          wanted.map(({ id }) => id),
        ),
      );
    const bySlug = new Map(rows.map((row) => [row.slug, row]));
    for (const entry of wanted) {
      const row = bySlug.get(entry.id);
      const values = valuesOf(entry);
      if (!row && removed.has(entry.id)) result.removed += 1;
      else if (!row) {
        await tx.insert(sources).values({ slug: entry.id, origin, ...values, packValues: values });
        result.added.push(entry.id);
      } else if (row.origin === origin) await updateOwned(tx, { row, values, result });
      else result.kept.push({ slug: entry.id, fields: ["all: it is your own"] });
    }
  });
  return result;
}

const removedKey = "pack.removed";

async function removedSlugs(tx: Db): Promise<Set<string>> {
  const [row] = await tx.select().from(settings).where(eq(settings.key, removedKey));
  return new Set(z.array(z.string()).catch([]).parse(row?.value));
}

/** Remembers that a person does not want this source of the pack. */
export async function rememberRemoval(tx: Db, slug: string): Promise<void> {
  const value = [...(await removedSlugs(tx)), slug];
  await tx
    .insert(settings)
    .values({ key: removedKey, value })
    .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: sql`now()` } });
}

type PackValues = Pick<
  Source,
  "name" | "url" | "siteUrl" | "tier" | "kind" | "tags" | "enabled" | "note" | "settings"
>;

function valuesOf(entry: z.output<typeof PackSource>): PackValues {
  const { name, url, site = null, tier, kind, tags, enabled, note = null, settings } = entry;
  return { name, url, siteUrl: site, tier, kind, tags, enabled, note, settings };
}

async function updateOwned(
  tx: Db,
  { row, values, result }: { row: Source; values: PackValues; result: PackResult },
): Promise<void> {
  const before = row.packValues ?? {};
  const change: Record<string, unknown> = {};
  const kept: string[] = [];
  for (const [field, value] of Object.entries(values)) {
    if (same(before[field], value)) continue;
    if (same(row[field as keyof PackValues], before[field])) change[field] = value;
    else kept.push(field);
  }
  if (kept.length > 0) result.kept.push({ slug: row.slug, fields: kept });
  if (Object.keys(change).length === 0 && kept.length === 0) return void (result.unchanged += 1);
  // Another address has other validators and another history.
  const restart =
    change["url"] === undefined
      ? {}
      : { etag: null, lastModified: null, template: null, consecutiveFailures: 0, nextCheckAt: new Date() };
  await tx
    .update(sources)
    .set({ ...change, ...restart, packValues: values, updatedAt: new Date() })
    .where(eq(sources.id, row.id));
  if (Object.keys(change).length > 0) result.updated.push(row.slug);
}

function same(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one ?? null, other ?? null);
}
