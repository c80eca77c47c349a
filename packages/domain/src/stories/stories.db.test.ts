import { storyArticles, stories, storyChanges, storyConstraints } from "@cti/db/schema/stories";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc, eq, isNull } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { explainMembership } from "./explain-membership.ts";
import { everyStory, listStories } from "./list-stories.ts";
import { mergeStories } from "./merge-stories.ts";
import { showStory } from "./show-story.ts";
import { splitStory } from "./split-story.ts";
import { undoChange } from "./undo-change.ts";

let db: TestDb;
let collector: TestCollector;
const now = new Date();
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const hand = { by: "analyst", actor: "ada", reason: "they are one", now } as const;

beforeEach(async () => {
  db = await testDb();
  collector = testCollector(db, { allow: [] });
});

afterEach(async () => {
  await collector.close();
  await db.drop();
});

const gateway = [
  "Attackers exploit CVE-2026-41001 in the Harbor VPN gateway to plant a web shell. The flaw lets a visitor without a password write files below the portal directory, and incident responders saw the web shell gateway-status.jsp on forty appliances. The commands came from gate-update[.]example over HTTPS. Harbor has published a fix and asks customers to rotate every certificate that the appliance held.",
  "Harbor VPN appliances are under attack through CVE-2026-41001, a file write flaw in the portal. Responders describe a web shell named gateway-status.jsp that calls gate-update[.]example. Customers should install the fix of the vendor, look for unknown files in the portal directory and replace certificates, the advisory says, because the intruders copied private keys from many appliances.",
] as const;
const stealer =
  "A stealer named LummaC2 spreads by pages that ask visitors to prove they are human. The visitor pastes a PowerShell command that loads the stealer from captcha-check[.]example; browser passwords and wallets are gone a minute later. The operators rent it out on Telegram, and researchers counted three hundred panels this month.";
const clinic =
  "The Akira ransomware group stole patient files of a chain of clinics in Germany. The chain shut down its network on Sunday and moved appointments to paper. Investigators found rclone on two servers and a scheduled task that started the encryption at night; the ransom note names a sum in bitcoin and a deadline on Friday.";

async function seed(): Promise<{ gate1: number; gate2: number; lumma: number; akira: number }> {
  const [gate1 = 0, gate2 = 0, lumma = 0, akira = 0] = await seedArticles(db, [
    {
      source: "alpha",
      title: "Harbor VPN gateways attacked through CVE-2026-41001",
      text: gateway[0],
      at: hoursAgo(30),
    },
    {
      source: "beta",
      title: "Web shells on Harbor VPN appliances after CVE-2026-41001",
      text: gateway[1],
      at: hoursAgo(26),
    },
    { source: "gamma", title: "LummaC2 stealer behind fake captcha pages", text: stealer, at: hoursAgo(20) },
    { source: "delta", title: "Akira ransomware hits German clinics", text: clinic, at: hoursAgo(10) },
  ]);
  await collector.runStages();
  return { gate1, gate2, lumma, akira };
}

const storyOf = async (articleId: number): Promise<number> => {
  const [row] = await db.db.select().from(storyArticles).where(eq(storyArticles.articleId, articleId));
  return row?.storyId ?? 0;
};
const snapshot = async (): Promise<unknown> => ({
  members: await db.db.select().from(storyArticles).orderBy(asc(storyArticles.articleId)),
  stories: (
    await db.db.select().from(stories).where(isNull(stories.mergedInto)).orderBy(asc(stories.id))
  ).map((story) => ({ ...story, updatedAt: null, rankDueAt: null })),
  constraints: await db.db.select().from(storyConstraints).orderBy(asc(storyConstraints.id)),
});

test("articles on one event are one story, others stand alone, and each membership says why", async () => {
  const { gate1, gate2, lumma, akira } = await seed();
  const story = await storyOf(gate1);
  expect(await storyOf(gate2)).toBe(story);
  expect(new Set([story, await storyOf(lumma), await storyOf(akira)]).size).toBe(3);

  const why = await explainMembership(db.db, { storyId: story, articleId: gate2 });
  expect(why.kind).toBe("joined");
  expect(String(why.reasons["sentence"])).toContain("CVE-2026-41001");
  const shown = await showStory(db.db, story);
  expect(shown).toMatchObject({ article_count: 2, owner_count: 2, twin_count: 0 });
  const { items: lines } = await listStories(db.db, everyStory, {
    sort: "score",
    cursor: null,
    limit: 10,
    now,
  });
  expect(lines).toHaveLength(3);
  expect(lines.every(({ score }) => score !== null && score > 0)).toBe(true);
});

test("a run tells open screens once of all its new stories", async () => {
  await seed();
  const told = await db.sql<{ event: string; data: { ids: number[]; count: number } }[]>`
    select event, data from events where topic = 'stories'`;
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ event: "story.created", data: { count: 3 } });
});

test("a second run of the stages finds nothing to do", async () => {
  await seed();
  expect(await collector.runStages()).toEqual([]);
});

test("a merge by hand is taken back exactly", async () => {
  const { lumma, akira } = await seed();
  const before = await snapshot();
  const [into, from] = [await storyOf(lumma), await storyOf(akira)];
  const { changeId, moved } = await mergeStories(db.db, { into, from }, hand);
  expect(moved).toBe(1);
  expect(await storyOf(akira)).toBe(into);
  expect((await showStory(db.db, from)).id).toBe(into);

  await undoChange(db.db, changeId, now);
  expect(await snapshot()).toEqual(before);
  await expect(undoChange(db.db, changeId, now)).rejects.toThrow(/taken back already/);
});

test("articles that were split are never put together again by rule, until the split is taken back", async () => {
  const { gate1, gate2 } = await seed();
  const before = await snapshot();
  const storyId = await storyOf(gate1);
  const { changeId, into } = await splitStory(
    db.db,
    { storyId, articleIds: [gate2] },
    { ...hand, reason: "another product" },
  );
  expect(await storyOf(gate2)).toBe(into);
  await expect(mergeStories(db.db, { into: storyId, from: into }, hand)).rejects.toThrow(
    /taken apart by hand/,
  );

  const [third = 0] = await seedArticles(db, [
    {
      source: "epsilon",
      title: "More web shells through CVE-2026-41001 in Harbor VPN",
      text: `${gateway[1]} The count of victims has doubled.`,
      at: hoursAgo(2),
    },
  ]);
  await collector.runStages();
  expect([storyId, into]).toContain(await storyOf(third));
  expect(await storyOf(gate1)).not.toBe(await storyOf(gate2));

  await db.db.delete(storyArticles).where(eq(storyArticles.articleId, third));
  await undoChange(db.db, changeId, now);
  const after = (await snapshot()) as { members: unknown };
  expect(after.members).toEqual((before as { members: unknown }).members);
});

test("a change is not taken back while a later one builds on it", async () => {
  const { gate1, lumma, akira } = await seed();
  const [a, b, c] = [await storyOf(gate1), await storyOf(lumma), await storyOf(akira)];
  const first = await mergeStories(db.db, { into: b, from: c }, hand);
  const second = await mergeStories(db.db, { into: a, from: b }, hand);
  await expect(undoChange(db.db, first.changeId, now)).rejects.toThrow(`stories undo ${second.changeId}`);
  await undoChange(db.db, second.changeId, now);
  await undoChange(db.db, first.changeId, now);
  expect([await storyOf(gate1), await storyOf(lumma), await storyOf(akira)]).toEqual([a, b, c]);
  expect((await db.db.select().from(storyChanges)).every(({ undoneAt }) => undoneAt !== null)).toBe(true);
});

test("a copy elsewhere is a twin of the first one and counts once", async () => {
  const { gate1 } = await seed();
  const [copy = 0] = await seedArticles(db, [
    {
      source: "zeta",
      title: "Harbor VPN gateways attacked (syndicated)",
      text: `${gateway[0]} This text appeared first elsewhere.`,
      at: hoursAgo(5),
    },
  ]);
  await collector.runStages();
  const story = await showStory(db.db, await storyOf(gate1));
  expect(story).toMatchObject({ article_count: 2, twin_count: 1, owner_count: 2 });
  expect(story.articles.find(({ article_id }) => article_id === copy)).toMatchObject({
    twin_of: gate1,
    kind: "twin",
  });
});

test("clustering in two processes at once gives every article one place", async () => {
  await seedArticles(
    db,
    Array.from({ length: 40 }, (_, at) => ({
      source: `s${at % 7}`,
      title: `Report ${at} on campaign ${at % 5} with kit${at % 5}`,
      text: `${gateway[at % 2]} Campaign ${at % 5} uses kit${at % 5} and CVE-2026-${50_000 + (at % 5)} against victims number ${at}.`,
      at: hoursAgo(100 - at),
    })),
  );
  await Promise.all([collector.runStages(), collector.runStages()]);
  const members = await db.db.select().from(storyArticles);
  expect(new Set(members.map(({ articleId }) => articleId)).size).toBe(members.length);
  const living = await db.db.select().from(stories).where(isNull(stories.mergedInto));
  expect(living.reduce((sum, { articleCount, twinCount }) => sum + articleCount + twinCount, 0)).toBe(
    members.length,
  );
});

test("a story whose title's article has gone with its source can still be merged", async () => {
  const { gate1, gate2, lumma } = await seed();
  const story = await storyOf(gate1);
  await db.sql`delete from articles where id = (select title_article_id from stories where id = ${story})`;
  const into = await storyOf(lumma);
  await mergeStories(db.db, { into, from: story }, hand);
  const [left = 0] = (await db.db.select().from(storyArticles))
    .map(({ articleId }) => articleId)
    .filter((id) => id === gate1 || id === gate2);
  expect(await storyOf(left)).toBe(into);
  expect(await db.db.select().from(storyConstraints)).toMatchObject([{ kind: "must" }]);
});
