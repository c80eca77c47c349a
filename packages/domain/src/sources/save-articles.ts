import type { Db } from "@cti/db/client";
import type { Counts } from "@cti/db/schema/runs";

import { addCounts, noCounts } from "../runs/counts.ts";
import type { SaveContext } from "./article-row.ts";
import type { KnownArticle } from "./check-plan.ts";
import { insertArticles, type Outcome } from "./insert-articles.ts";
import type { PageReading } from "./read-pages.ts";
import { updateArticle } from "./update-article.ts";

/** Stores one batch of a check inside the caller's transaction and counts what became of each entry. */
export async function saveArticles(db: Db, context: SaveContext, readings: PageReading[]): Promise<Counts> {
  const outcomes: Outcome[] = await insertArticles(
    db,
    context,
    readings.filter(({ article }) => article === null),
  );
  for (const reading of readings)
    if (isKnown(reading)) outcomes.push(await updateArticle(db, context, reading));
  return outcomes.reduce((counts, outcome) => addCounts(counts, { found: 1, [outcome]: 1 }), noCounts);
}

function isKnown(reading: PageReading): reading is PageReading & { article: KnownArticle } {
  return reading.article !== null;
}
