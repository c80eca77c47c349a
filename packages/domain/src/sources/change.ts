import type { Db } from "@cti/db/client";
import { articleCopies, articles } from "@cti/db/schema/articles";
import { type Source, type SourceSettings, sources } from "@cti/db/schema/sources";
import { and, count, eq, inArray, isNull, ne, sql } from "drizzle-orm";

import { changeTotals, type TotalChanges } from "../entities/change-totals.ts";
import { forgetSourceMentions } from "../entities/forget-source-mentions.ts";
import { DomainError } from "../errors.ts";
import { checkSettings } from "./add.ts";
import { findSource } from "./find.ts";
import { rememberRemoval } from "./load-pack.ts";
import { lockSources } from "./lock-sources.ts";

/** A setting given as null is taken away. */
export type SettingsChange = { [K in keyof SourceSettings]: SourceSettings[K] | null };

export type SourceChange = Partial<
  Pick<Source, "name" | "tier" | "weight" | "tags" | "intervalSeconds" | "enabled" | "url" | "kind" | "note">
> & { settings?: SettingsChange };

/**
 * Changes what a person may decide about a source. One that is enabled again is due at once. With `expected` only the
 * revision that the caller has read is changed. Throws DomainError: not_found, invalid, conflict, changed.
 */
export async function changeSource(
  db: Db,
  name: string,
  change: SourceChange,
  { expected = null }: { expected?: number | null } = {},
): Promise<Source> {
  return db.transaction(async (tx) => {
    if (change.url) await lockSources(tx);
    const { id } = await findSource(tx, name);
    // Settings are merged with what is there, so nobody may change them in between.
    const [source] = await tx
      .select()
      .from(sources)
      .where(and(eq(sources.id, id), isNull(sources.removedAt)))
      .for("no key update");
    if (!source) throw new DomainError("not_found", `There is no source ${name}`);
    if (expected !== null && source.revision !== expected) throw changedMeanwhile(source);
    if (change.url) await checkUrl(tx, source, change.url);
    const [row] = await tx
      .update(sources)
      .set({ ...columnsOf(source, change), revision: sql`${sources.revision} + 1`, updatedAt: new Date() })
      .where(and(eq(sources.id, id), eq(sources.revision, source.revision)))
      .returning();
    if (!row) throw changedMeanwhile(source);
    return row;
  });
}

function changedMeanwhile({ slug }: Source): DomainError {
  return new DomainError("changed", `${slug} was changed since you read it; read it again`);
}

function columnsOf(source: Source, change: SourceChange): Partial<Source> {
  const { settings: changed, ...columns } = change;
  const settings = changed && dropNulls({ ...source.settings, ...changed });
  if (settings) checkSettings(settings);
  return {
    ...columns,
    ...(settings && { settings }),
    // Another address or kind has other validators and another layout.
    ...((change.url || change.kind) && { etag: null, lastModified: null, template: null }),
    ...((change.enabled || change.url) && {
      nextCheckAt: new Date(),
      consecutiveFailures: 0,
      lastError: null,
      lastErrorMessage: null,
    }),
  };
}

function dropNulls(settings: SettingsChange): SourceSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));
}

async function checkUrl(db: Db, source: Source, url: string): Promise<void> {
  const allowed = source.kind === "file" ? /^(https?|file):\/\// : /^https?:\/\//;
  if (!allowed.test(url) || !URL.canParse(url))
    throw new DomainError(
      "invalid",
      `${url} is no address that ${source.slug} can have: write http:// or https://`,
    );
  const [known] = await db
    .select({ slug: sources.slug })
    .from(sources)
    .where(and(eq(sources.url, url), ne(sources.id, source.id), isNull(sources.removedAt)));
  if (known) throw new DomainError("conflict", `${url} is followed already, as ${known.slug}`);
}

/** Stops following sources. Their articles stay, unless `purge` asks for those to go too. Returns what went. */
export async function removeSources(
  db: Db,
  names: string[],
  { purge }: { purge: boolean },
): Promise<{ slug: string; articles: number; purged: boolean }[]> {
  return db.transaction(async (tx) => {
    const found = await Promise.all(names.map((name) => findSource(tx, name)));
    const removed = [];
    const changes: TotalChanges = new Map();
    for (const { id, slug, origin } of found) {
      if (origin === "pack") await rememberRemoval(tx, slug);
      const [counted] = await tx
        .select({ articles: count() })
        .from(articles)
        .where(eq(articles.sourceId, id));
      const stored = counted?.articles ?? 0;
      const purged = purge || stored === 0;
      if (purged) await askAgainForCopies(tx, id);
      if (purged) await forgetSourceMentions(tx, id, changes);
      if (purged) await tx.delete(sources).where(inArray(sources.id, [id]));
      // The slug and the URL become free for another source.
      else
        await tx
          .update(sources)
          .set({
            removedAt: new Date(),
            enabled: false,
            slug: `${slug}~${id}`,
            revision: sql`${sources.revision} + 1`,
          })
          .where(eq(sources.id, id));
      removed.push({ slug, articles: stored, purged });
    }
    await changeTotals(tx, changes);
    return removed;
  });
}

/** Sources that list an article which goes with another source must list it as new: their feeds are read whole again. */
async function askAgainForCopies(tx: Db, sourceId: number): Promise<void> {
  const copying = tx
    .select({ id: articleCopies.sourceId })
    .from(articleCopies)
    .innerJoin(articles, eq(articles.id, articleCopies.articleId))
    .where(eq(articles.sourceId, sourceId));
  await tx.update(sources).set({ etag: null, lastModified: null }).where(inArray(sources.id, copying));
}
