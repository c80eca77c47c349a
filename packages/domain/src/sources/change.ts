import type { Db } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { type Source, type SourceSettings, sources } from "@cti/db/schema/sources";
import { count, eq, inArray } from "drizzle-orm";

import { checkSettings } from "./add.ts";
import { findSource } from "./find.ts";
import { rememberRemoval } from "./load-pack.ts";

export type SourceChange = Partial<
  Pick<Source, "name" | "tier" | "weight" | "tags" | "intervalSeconds" | "enabled" | "url" | "kind" | "note">
> & { settings?: SourceSettings };

/** Changes what a person may decide about a source. One that is enabled again is due at once. */
export async function changeSource(db: Db, name: string, change: SourceChange): Promise<Source> {
  const source = await findSource(db, name);
  const settings = change.settings && { ...source.settings, ...change.settings };
  if (settings) checkSettings(settings);
  // Another address or kind has other validators and another layout.
  const restart = change.url || change.kind ? { etag: null, lastModified: null, template: null } : {};
  const wake =
    change.enabled || change.url
      ? { nextCheckAt: new Date(), consecutiveFailures: 0, lastError: null, lastErrorMessage: null }
      : {};
  const [row] = await db
    .update(sources)
    .set({ ...change, ...(settings && { settings }), ...restart, ...wake, updatedAt: new Date() })
    .where(eq(sources.id, source.id))
    .returning();
  return row ?? source;
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
    for (const { id, slug, origin } of found) {
      if (origin === "pack") await rememberRemoval(tx, slug);
      const [counted] = await tx
        .select({ articles: count() })
        .from(articles)
        .where(eq(articles.sourceId, id));
      const stored = counted?.articles ?? 0;
      const purged = purge || stored === 0;
      if (purged) await tx.delete(sources).where(inArray(sources.id, [id]));
      // The slug and the URL become free for another source.
      else
        await tx
          .update(sources)
          .set({ removedAt: new Date(), enabled: false, slug: `${slug}~${id}` })
          .where(eq(sources.id, id));
      removed.push({ slug, articles: stored, purged });
    }
    return removed;
  });
}
