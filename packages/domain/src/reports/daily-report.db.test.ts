import { articles } from "@cti/db/schema/articles";
import { dailyReports } from "@cti/db/schema/daily-reports";
import { entities, mentions } from "@cti/db/schema/entities";
import { runs } from "@cti/db/schema/runs";
import { scores } from "@cti/db/schema/scores";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { sources } from "@cti/db/schema/sources";
import { stories, storyArticles } from "@cti/db/schema/stories";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { noCounts } from "../runs/counts.ts";
import { listDailyReports } from "./list-daily-reports.ts";
import { readDailyReport } from "./read-daily-report.ts";
import { type DailyReportResult, writeDailyReport } from "./write-daily-report.ts";

const day = "2026-05-10";
const at = (time: string, on = day): Date => new Date(`${on}T${time}Z`);
let db: TestDb;

beforeEach(async () => {
  db = await testDb();
});
afterEach(async () => {
  await db.drop();
});

const write = (
  options: { day?: string | null; timeZone?: string; now?: Date } = {},
): Promise<DailyReportResult> => {
  const { now = at("06:00:00", "2026-05-11"), timeZone = "UTC" } = options;
  return writeDailyReport(
    { ...db, now: () => now },
    { day: options.day ?? null, timeZone, trigger: "schedule", actor: "scheduler" },
  );
};
const article = (source: string, title: string, when: Date): Parameters<typeof seedArticles>[1][number] => ({
  source,
  title,
  text: `${title} and more words`,
  at: when,
});

test("the report of the day before has what came on that day and nothing else", async () => {
  await seedArticles(db, [
    article("alpha", "late on the day before", at("23:59:59", "2026-05-09")),
    article("alpha", "first", at("00:00:00")),
    article("alpha", "second", at("12:00:00")),
    article("beta", "last", at("23:59:59")),
    article("beta", "next day", at("00:00:00", "2026-05-11")),
    { ...article("beta", "rejected", at("13:00:00")), rejectedReason: "rule" },
  ]);
  await db.db
    .update(articles)
    .set({ changedAt: at("15:00:00") })
    .where(eq(articles.title, "late on the day before"));
  const written = await write();
  expect(written).toMatchObject({ status: "completed", day });
  expect(written.report).toMatchObject({
    from: "2026-05-10T00:00:00.000Z",
    until: "2026-05-11T00:00:00.000Z",
    articles: {
      new: 3,
      updated: 1,
      bySource: [
        { source: "alpha", new: 2 },
        { source: "beta", new: 1 },
      ],
    },
  });
  expect(await readDailyReport(db.db, day)).toMatchObject({ day, timeZone: "UTC", report: written.report });
  expect(await db.db.select().from(runs)).toMatchObject([
    {
      id: written.runId,
      kind: "daily_report",
      params: { day, timeZone: "UTC" },
      metrics: { articlesNew: 3 },
    },
  ]);
});

test("a day is that of the time zone, also when its clocks are changed", async () => {
  const berlin = await write({ timeZone: "Europe/Berlin", day: "2026-03-29" });
  expect(berlin.report).toMatchObject({
    from: "2026-03-28T23:00:00.000Z",
    until: "2026-03-29T22:00:00.000Z",
  });
  const kiritimati = await write({ timeZone: "Pacific/Kiritimati", now: at("11:00:00") });
  expect(kiritimati).toMatchObject({ day, report: { from: "2026-05-09T10:00:00.000Z" } });
  const honolulu = await write({ timeZone: "Pacific/Honolulu", now: at("06:00:00") });
  expect(honolulu).toMatchObject({ day: "2026-05-08", report: { from: "2026-05-08T10:00:00.000Z" } });
});

test("stories of the day stand in the order of their rank", async () => {
  const ids = await seedArticles(db, [
    article("alpha", "one", at("10:00:00")),
    article("alpha", "two", at("11:00:00")),
    article("alpha", "three", at("12:00:00")),
    article("alpha", "old", at("12:00:00", "2026-05-01")),
  ]);
  for (const [index, articleId] of ids.entries()) {
    const [story] = await db.db
      .insert(stories)
      .values({
        title: `story ${index}`,
        firstAt: at("10:00:00"),
        lastAt: at("10:00:00"),
        articleCount: 1,
        ownerCount: 1,
        updatedAt: at("10:00:00"),
      })
      .returning({ id: stories.id });
    const storyId = story?.id ?? 0;
    await db.db.insert(storyArticles).values({
      articleId,
      storyId,
      by: "rule",
      kind: "created",
      owner: "alpha",
      similarity: 1,
      reasons: {},
    });
    if (index === 2) continue;
    const score = { product: 1, middle: 2.5, parts: [], version: "1", rankedAt: at("13:00:00") };
    await db.db
      .insert(scores)
      .values({ subject: "story", subjectId: storyId, total: 20.04 + index, at: at("10:00:00"), ...score });
  }
  const { report } = await write();
  expect(report.stories.map(({ title, score }) => [title, score])).toEqual([
    ["story 1", 21],
    ["story 0", 20],
    ["story 2", null],
  ]);
});

test("indicators count on the day on which an article names them first", async () => {
  const [before, first, second] = await seedArticles(db, [
    article("alpha", "before", at("10:00:00", "2026-05-09")),
    article("alpha", "first", at("10:00:00")),
    article("beta", "second", at("11:00:00")),
  ]);
  const rows = await db.db
    .insert(entities)
    .values(
      [
        ["ipv4", "198.51.100.7"],
        ["ipv4", "198.51.100.8"],
        ["domain", "evil.test"],
        ["actor", "APT1"],
        ["domain", "benign.test"],
      ].map(([type = "", value = ""]) => ({ type, value, key: value })),
    )
    .returning({ id: entities.id });
  const [known, fresh, domain, actor, benign] = rows.map(({ id }) => id);
  const mention = (articleId = 0, entityId = 0, status = "indicator"): typeof mentions.$inferInsert => ({
    articleId,
    entityId,
    status,
    confidence: 1,
    reasons: [],
    matched: "x",
    count: 1,
    inTitle: false,
    places: [],
    seenAt: at("10:00:00"),
  });
  await db.db
    .insert(mentions)
    .values([
      mention(before, known),
      mention(first, known),
      mention(first, fresh),
      mention(second, fresh),
      mention(second, domain),
      mention(second, actor, "named"),
      mention(second, benign, "benign"),
    ]);
  expect((await write()).report.indicators).toEqual([
    { type: "domain", new: 1 },
    { type: "ipv4", new: 1 },
  ]);
});

test("failing sources come with their reason, and quiet ones with when they were last heard of", async () => {
  await seedArticles(
    db,
    ["fine", "failing", "quiet", "never", "off"].map((name) =>
      article(name, name, at("10:00:00", "2026-01-01")),
    ),
  );
  const set = (slug: string, state: Partial<typeof sources.$inferInsert>): Promise<unknown> =>
    db.db
      .update(sources)
      .set({ createdAt: at("00:00:00", "2026-01-01"), ...state })
      .where(eq(sources.slug, slug));
  await set("fine", { lastNewAt: at("10:00:00", "2026-05-01") });
  await set("failing", {
    consecutiveFailures: 4,
    lastError: "dns",
    lastSuccessAt: at("10:00:00", "2026-05-02"),
    lastNewAt: at("10:00:00", "2026-01-02"),
  });
  await set("quiet", { lastNewAt: at("10:00:00", "2026-04-12") });
  await set("never", {});
  await set("off", { enabled: false, consecutiveFailures: 9 });
  const [fine] = await db.db.select().from(sources).where(eq(sources.slug, "fine"));
  const checked = { sourceId: fine?.id ?? 0, durationMs: 1, outcome: "ok", counts: noCounts } as const;
  await db.db.insert(sourceChecks).values([
    { ...checked, startedAt: at("10:00:00") },
    { ...checked, startedAt: at("11:00:00") },
  ]);
  const run = { kind: "collect", trigger: "schedule", actor: "s" } as const;
  await db.db.insert(runs).values([
    { ...run, status: "failed", startedAt: at("10:00:00") },
    { ...run, status: "completed_with_errors", startedAt: at("11:00:00") },
    { ...run, status: "completed", startedAt: at("12:00:00", "2026-05-09") },
  ]);
  const { report } = await write();
  expect(report.sources).toEqual({
    checked: 1,
    failing: [{ source: "failing", reason: "dns", failures: 4, lastSuccessAt: "2026-05-02T10:00:00.000Z" }],
    quiet: [
      { source: "never", lastNewAt: null },
      { source: "quiet", lastNewAt: "2026-04-12T10:00:00.000Z" },
    ],
  });
  expect(report.runs).toEqual({ total: 2, failed: 1, withErrors: 1 });
});

test("a report that is written again replaces the first, and the latest is read without a day", async () => {
  await write();
  await seedArticles(db, [article("alpha", "first", at("10:00:00"))]);
  await write({ day });
  await write({ day: "2026-05-08" });
  expect(await db.db.select().from(dailyReports)).toHaveLength(2);
  expect(await readDailyReport(db.db, null)).toMatchObject({ day, report: { articles: { new: 1 } } });
  expect(await readDailyReport(db.db, "2026-05-01")).toBeNull();
  const first = await listDailyReports(db.db, { limit: 1 });
  expect(first.items).toMatchObject([{ day, articles: 1, stories: 0, failing: 0 }]);
  expect(await listDailyReports(db.db, { limit: 1, cursor: first.next_cursor })).toMatchObject({
    items: [{ day: "2026-05-08", articles: 0 }],
    next_cursor: null,
  });
});

test("what is no day and no time zone is refused before anything runs", async () => {
  await expect(write({ day: "2026-02-30" })).rejects.toThrow("2026-02-30 is no day");
  await expect(write({ day: "yesterday" })).rejects.toThrow("is no day");
  await expect(write({ timeZone: "Mars/Olympus" })).rejects.toThrow("Mars/Olympus is no time zone");
  await expect(write({ timeZone: "+02:00" })).rejects.toThrow("+02:00 is no time zone");
  await expect(readDailyReport(db.db, "x'; --")).rejects.toThrow("is no day");
  expect(await db.db.select().from(runs)).toEqual([]);
});
