import type { Client } from "@cti/db/client";
import { articles } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";

export type SeedArticle = {
  source: string;
  title: string;
  text: string;
  at: Date;
  html?: string;
  language?: string;
  categories?: string[];
  rejectedReason?: string;
  tier?: number;
  sourceTags?: string[];
};

/** Stores articles as collecting would, but for extraction; their sources are made. Returns their numbers in order. */
export async function seedArticles({ db }: Client, seeds: SeedArticle[]): Promise<number[]> {
  const ids: number[] = [];
  const known = new Map<string, number>();
  for (const [at, seed] of seeds.entries()) {
    const sourceId = known.get(seed.source) ?? (await addSource(db, seed));
    known.set(seed.source, sourceId);
    const url = `https://${seed.source}.test/${at}-${Math.random().toString(36).slice(2)}`;
    const [row] = await db
      .insert(articles)
      .values({
        sourceId,
        guid: url,
        url,
        canonicalUrl: url,
        urlKey: url,
        canonicalKey: url,
        title: seed.title,
        text: seed.text,
        html: seed.html ?? `<p>${seed.text}</p>`,
        language: seed.language ?? "en",
        categories: seed.categories ?? [],
        publishedAt: seed.at,
        collectedAt: seed.at,
        textSource: "page",
        contentHash: url,
        wordCount: seed.text.split(/\s+/).length,
        rejectedReason: seed.rejectedReason ?? null,
      })
      .returning({ id: articles.id });
    ids.push(row?.id ?? 0);
  }
  return ids;
}

async function addSource(
  db: Client["db"],
  { source, tier = 2, sourceTags = [] }: SeedArticle,
): Promise<number> {
  const [row] = await db
    .insert(sources)
    .values({
      slug: source,
      name: source.toUpperCase(),
      kind: "rss",
      url: `https://${source}.test/feed`,
      siteUrl: `https://${source}.test/`,
      tier,
      tags: sourceTags,
      origin: "user",
    })
    .returning({ id: sources.id });
  return row?.id ?? 0;
}
