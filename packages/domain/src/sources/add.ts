import type { Db } from "@cti/db/client";
import {
  type Source,
  type SourceKind,
  type SourceOrigin,
  type SourceSettings,
  sources,
} from "@cti/db/schema/sources";
import { RuleError, compileRules } from "@cti/pipeline/rules/match-rules";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";

import { DomainError } from "../errors.ts";
import { lockSources } from "./lock-sources.ts";
import { freeSlug, slugOf } from "./slug.ts";

export type NewSource = {
  url: string;
  kind: SourceKind;
  name: string;
  slug?: string;
  /** Taken when it is free. */
  preferredSlug?: string;
  enabled?: boolean;
  note?: string;
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
    await lockSources(tx);
    const [known] = await tx
      .select({ slug: sources.slug })
      .from(sources)
      .where(and(eq(sources.url, source.url), isNull(sources.removedAt)));
    if (known) throw new DomainError("conflict", `${source.url} is followed already, as ${known.slug}`);
    const slug = await slugFor(tx, source);
    const [removed] = await tx
      .select({ id: sources.id })
      .from(sources)
      .where(and(eq(sources.url, source.url), isNotNull(sources.removedAt)));
    // Followed again: its articles are its own again.
    if (removed) return revive(tx, removed.id, { ...source, slug });
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
        enabled: source.enabled ?? true,
        note: source.note ?? null,
        origin: source.origin ?? "user",
        opml: source.opml ?? null,
      })
      .returning();
    if (!row) throw new Error("The source could not be stored.");
    return row;
  });
}

async function revive(tx: Db, id: number, source: NewSource & { slug: string }): Promise<Source> {
  const { slug, name, kind, siteUrl, tier, weight, tags, intervalSeconds, settings } = source;
  const given = { siteUrl, tier, weight, tags, intervalSeconds, settings };
  const [row] = await tx
    .update(sources)
    .set({
      slug,
      name,
      kind,
      ...given,
      enabled: true,
      removedAt: null,
      etag: null,
      lastModified: null,
      nextCheckAt: new Date(),
      consecutiveFailures: 0,
      lastError: null,
      lastErrorMessage: null,
      revision: sql`${sources.revision} + 1`,
    })
    .where(eq(sources.id, id))
    .returning();
  if (!row) throw new Error("The source could not be stored.");
  return row;
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
  if (!source.slug)
    return freeSlug(slugOf(source.preferredSlug || source.name || new URL(source.url).host), taken);
  if (!/^(?!\d+$)[a-z0-9][a-z0-9-]*$/.test(source.slug))
    throw new DomainError(
      "invalid",
      `${source.slug} is no slug: write lower-case letters, digits and hyphens, not digits alone`,
    );
  if (taken.has(source.slug))
    throw new DomainError("conflict", `There is a source ${source.slug} already; choose another --slug`);
  return source.slug;
}
