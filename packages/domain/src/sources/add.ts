import type { Db } from "@cti/db/client";
import {
  type Source,
  type SourceKind,
  type SourceOrigin,
  type SourceSettings,
  sources,
} from "@cti/db/schema/sources";
import { RuleError, compileRules } from "@cti/pipeline/rules/match-rules";
import { and, eq, isNull } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { freeSlug, slugOf } from "./slug.ts";

export type NewSource = {
  url: string;
  kind: SourceKind;
  name: string;
  slug?: string;
  siteUrl?: string | null;
  tier?: number;
  weight?: number;
  tags?: string[];
  intervalSeconds?: number | null;
  settings?: SourceSettings;
  origin?: SourceOrigin;
  opml?: Record<string, string>;
};

/** Stores a source; it is due at once. @throws DomainError conflict when its URL is followed already. */
export async function addSource(db: Db, source: NewSource): Promise<Source> {
  checkSettings(source.settings ?? {});
  return db.transaction(async (tx) => {
    const [known] = await tx
      .select({ slug: sources.slug })
      .from(sources)
      .where(and(eq(sources.url, source.url), isNull(sources.removedAt)));
    if (known) throw new DomainError("conflict", `${source.url} is followed already, as ${known.slug}`);
    const slug = await slugFor(tx, source);
    const [row] = await tx
      .insert(sources)
      .values({
        slug,
        name: source.name,
        kind: source.kind,
        url: source.url,
        siteUrl: source.siteUrl ?? null,
        tier: source.tier ?? 2,
        weight: source.weight ?? 1,
        tags: source.tags ?? [],
        intervalSeconds: source.intervalSeconds ?? null,
        settings: source.settings ?? {},
        origin: source.origin ?? "user",
        opml: source.opml ?? null,
      })
      .returning();
    if (!row) throw new Error("The source could not be stored.");
    return row;
  });
}

/** Rules and selectors are checked when they are written, not when they first fail. */
export function checkSettings(settings: SourceSettings): void {
  try {
    compileRules(settings);
  } catch (error) {
    if (error instanceof RuleError) throw new DomainError("invalid", error.message);
    throw error;
  }
}

async function slugFor(tx: Db, source: NewSource): Promise<string> {
  const taken = new Set((await tx.select({ slug: sources.slug }).from(sources)).map(({ slug }) => slug));
  if (!source.slug) return freeSlug(slugOf(source.name || new URL(source.url).host), taken);
  if (taken.has(source.slug))
    throw new DomainError("conflict", `There is a source ${source.slug} already; choose another --slug`);
  return source.slug;
}
