import { articleFeatures } from "@cti/db/schema/article-features";
import { scores } from "@cti/db/schema/scores";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { checkStages } from "./check-stages.ts";
import type { HealthDeps } from "./component-health.ts";

const minute = 60_000;
const hour = 60 * minute;

let db: TestDb;
let now = 0;
beforeEach(async () => {
  db = await testDb();
  now = Date.now();
});
afterEach(() => db.drop());

const ago = (ms: number): Date => new Date(now - ms);
const deps = (): Pick<HealthDeps, "db" | "now"> => ({ db: db.db, now: () => new Date(now) });

test("articles that wait for a stage are counted with the age of the oldest", async () => {
  const [grouping = 0, ranking = 0, done = 0] = await seedWaiting(3, 2 * hour);
  const features = (articleId: number, clusteredAt: Date | null): typeof articleFeatures.$inferInsert => ({
    articleId,
    extractorVersion: "1",
    extractedAt: ago(hour),
    quality: 1,
    qualityParts: [],
    huntScore: 1,
    huntParts: [],
    storyFeatures: Buffer.alloc(0),
    clusteredAt,
  });
  await db.db
    .insert(articleFeatures)
    .values([features(grouping, null), features(ranking, ago(minute)), features(done, ago(hour))]);
  await db.db.insert(scores).values({
    subject: "article",
    subjectId: done,
    total: 1,
    at: ago(hour),
    product: 1,
    middle: 1,
    parts: [],
    version: "1",
    rankedAt: ago(minute),
  });
  const statusOf = async (): Promise<unknown> => await checkStages(deps());
  expect(await statusOf()).toEqual({
    status: "ok",
    message:
      "Waiting: 0 articles for extraction, 1 article for grouping (the oldest for 60 min), 1 article for ranking (the oldest for 60 s).",
    details: {
      extraction: { waiting: 0, oldest_seconds: 0 },
      grouping: { waiting: 1, oldest_seconds: 3_600 },
      ranking: { waiting: 1, oldest_seconds: 60 },
    },
  });
});

test("many articles that wait for long are degraded, and an error when there are more; rejected ones never wait", async () => {
  await seedWaiting(9, 30 * hour);
  await seedWaiting(50, 30 * hour, "a rule");
  expect(await checkStages(deps())).toMatchObject({ status: "ok" });
  await seedWaiting(1, hour);
  expect(await checkStages(deps())).toMatchObject({
    status: "degraded",
    message: expect.stringContaining("10 articles for extraction (the oldest for 30 h). `pipeline run`"),
  });
  await db.sql`
    insert into articles (source_id, url_key, canonical_key, title, text, html, text_source, collected_at)
    select (select min(id) from sources), n::text, n::text, 't', 'x', 'x', 'page', now() - interval '2 days'
    from generate_series(1, 1000) n`;
  expect(await checkStages(deps())).toMatchObject({ status: "error" });
});

async function seedWaiting(count: number, ms: number, rejectedReason?: string): Promise<number[]> {
  const source = `s${Math.random().toString(36).slice(2)}`;
  const seeds = Array.from({ length: count }, (_, n) => ({
    source,
    title: `t${n}`,
    text: "x",
    at: ago(ms),
    ...(rejectedReason && { rejectedReason }),
  }));
  return await seedArticles(db, seeds);
}
