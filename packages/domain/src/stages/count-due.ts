import { type SQL, sql } from "drizzle-orm";

import { unreadPages } from "../articles/unread-pages.ts";
import { countDueSubjects } from "../rank/count-due-subjects.ts";
import type { StageDeps, StageName } from "./run-stages.ts";

/** How many articles (of the ranker: articles and stories, for each tenant) wait for a stage. */
export async function countDue(
  deps: StageDeps,
  stage: StageName,
  { all }: { all: boolean },
): Promise<number> {
  if (stage === "article_ranker") return countDueSubjects(deps, { all });
  const [row] = await deps.db.execute<{ count: number }>(queries[stage](deps, all));
  return row?.count ?? 0;
}

const queries: Record<Exclude<StageName, "article_ranker">, (deps: StageDeps, all: boolean) => SQL> = {
  article_scraper: ({ now }) => sql`
    select count(*)::int as count from articles a join sources s on s.id = a.source_id where ${unreadPages(now())}`,
  entity_extractor: ({ stages }, all) => sql`
    select count(*)::int as count from articles a left join article_features f on f.article_id = a.id
    where a.rejected_reason is null ${all ? sql`` : sql`and (f.article_id is null or f.extractor_version <> ${stages.extractorVersion})`}`,
  semantic_clusterer: () => sql`
    select count(*)::int as count from article_features f join articles a on a.id = f.article_id
    where f.clustered_at is null and a.rejected_reason is null`,
};
