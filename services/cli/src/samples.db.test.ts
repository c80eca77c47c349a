import { diffVersions } from "@cti/domain/articles/diff-versions";
import { findArticles } from "@cti/domain/articles/find-articles";
import { explainMembership } from "@cti/domain/stories/explain-membership";
import { everyStory, listStories, type StoryLine } from "@cti/domain/stories/list-stories";
import { showStory } from "@cti/domain/stories/show-story";
import { type PackSource, loadPack } from "@cti/domain/sources/load-pack";
import { starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { serveSamples } from "@cti/samples/serve";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, expect, test } from "vitest";

let db: TestDb;
let collector: TestCollector;
let server: Awaited<ReturnType<typeof serveSamples>>;

beforeAll(async () => {
  db = await testDb();
  server = await serveSamples({ port: 0 });
  collector = testCollector(db, { allow: [new URL(server.origin).host] });
  const sources = server.sources.map((source): PackSource => ({
    ...source,
    tags: source.tags,
    settings: source.settings ?? {},
  }));
  await loadPack(db.db, sources, { origin: "samples", restore: true });
  await collector.collect();
  await collector.runStages();
});

afterAll(async () => {
  await collector.close();
  await server.close();
  await db.drop();
});

/** What the author of the samples meant: titles that tell one event. */
const events: [name: string, titles: RegExp[]][] = [
  ["EdgeGate", [/^BEL-2026-014/, /^EdgeGate under fire/, /^Akira crew rides EdgeGate/, /^Case 26-117/]],
  ["Lumma", [/^Checking in with Lumma/, /^BEL-2026-013/, /^Your booking is fine/, /^Case 26-112/]],
  ["device codes", [/A code for your meeting/, /^BEL-2026-011/]],
  ["Quayline", [/^BEL-2026-008/, /^Case 26-095/]],
  ["colorframe", [/^Anatomy of the colorframe/, /^Self-spreading npm worm/, /^BEL-2026-010/]],
  ["FIN7", [/^Case 26-098/, /^FIN7 buys search ads/]],
];

const stories = async (minArticles: number): Promise<StoryLine[]> => {
  const page = { sort: "newest", cursor: null, limit: 100, now: new Date() } as const;
  return (await listStories(db.db, { ...everyStory, minArticles }, page)).items;
};

test("the samples group as their author meant: six events, everything else by itself", async () => {
  const groups = await Promise.all((await stories(2)).map(({ id }) => showStory(db.db, id)));
  const found = groups.map(({ articles }) => articles.map(({ title }) => title).toSorted());
  for (const [name, titles] of events) {
    const group = found.find((members) => members.some((title) => titles[0]?.test(title)));
    expect(group, name).toHaveLength(titles.length);
    for (const title of titles)
      expect(
        group?.some((member) => title.test(member)),
        `${name} ${String(title)}`,
      ).toBe(true);
  }
  expect(groups).toHaveLength(events.length);
});

test("each membership is told in one sentence that names what is shared", async () => {
  for (const { id } of await stories(2)) {
    const { articles } = await showStory(db.db, id);
    for (const { article_id } of articles.slice(1)) {
      const { reasons, similarity } = await explainMembership(db.db, { storyId: id, articleId: article_id });
      expect(reasons["sentence"]).toMatch(
        /^Joined because it shares .+ with the story.* \(score 0\.\d+, needed 0\.\d+\)\.$/,
      );
      expect(similarity).toBeGreaterThanOrEqual(Number(reasons["threshold"]));
    }
  }
});

test("the two round-ups belong to no story and lead to those they speak of", async () => {
  const loose = (await findArticles(db.db, { limit: 100 })).filter(({ story }) => story === null);
  expect(loose.map(({ title }) => title).toSorted()).toEqual([
    "Monthly bulletin: the situation in brief",
    "The week in review: VPN holes, a fake interview and a very expensive CAPTCHA",
  ]);
  const [edgegate] = (await stories(4)).filter(({ title }) => title.includes("EdgeGate"));
  expect((await showStory(db.db, edgegate?.id ?? 0)).roundups).toHaveLength(2);
});

test("an article's edit shows its words and the indicators that came with it", async () => {
  collector.advance(25 * 3_600_000);
  const { articles } = await collector.collect();
  expect(articles.updated).toBe(1);
  const [edited] = (await findArticles(db.db, { limit: 100 })).filter(({ version }) => version === 2);
  const diff = await diffVersions(db.db, starterKnowledge(), { id: edited?.id ?? 0, from: null, to: null });
  expect(diff).toMatchObject({ from: 1, to: 2 });
  expect(diff.changes.some(({ kind }) => kind === "added")).toBe(true);
  expect(diff.indicators.added.length).toBeGreaterThan(0);
});
