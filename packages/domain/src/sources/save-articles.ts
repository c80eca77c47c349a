import type { Db } from "@cti/db/client";
import type { Counts } from "@cti/db/schema/runs";

import type { Understood } from "../entities/save-understandings.ts";
import { addCounts, noCounts } from "../runs/counts.ts";
import type { SaveContext } from "./article-row.ts";
import type { KnownArticle } from "./check-plan.ts";
import { insertArticles, type Outcome } from "./insert-articles.ts";
import type { PageReading } from "./read-pages.ts";
import { updateArticle } from "./update-article.ts";

/** Stores one batch of a check inside the caller's transaction, counts what became of each entry, and says what was understood. */
export async function saveArticles(
  db: Db,
  context: SaveContext,
  readings: PageReading[],
): Promise<{ counts: Counts; understood: Understood[] }> {
  const fresh = readings.filter(({ article }) => article === null);
  const { outcomes, stored } = await insertArticles(db, context, fresh);
  const understood: Understood[] = stored.flatMap(({ id, row }) =>
    row.understanding && !row.rejectedReason
      ? {
          articleId: id,
          seenAt: row.publishedAt ?? context.now,
          isNew: true,
          understanding: row.understanding,
        }
      : [],
  );
  const all: Outcome[] = [...outcomes];
  for (const reading of readings) {
    if (!isKnown(reading)) continue;
    const outcome = await updateArticle(db, context, reading);
    all.push(outcome);
    const { understanding = null } = reading.text ?? {};
    const { id, publishedAt, collectedAt } = reading.article;
    if (outcome === "updated" && understanding)
      understood.push({ articleId: id, seenAt: publishedAt ?? collectedAt, isNew: false, understanding });
  }
  return {
    counts: all.reduce((counts, outcome) => addCounts(counts, { found: 1, [outcome]: 1 }), noCounts),
    understood,
  };
}

function isKnown(reading: PageReading): reading is PageReading & { article: KnownArticle } {
  return reading.article !== null;
}
