import { articles } from "@cti/db/schema/articles";
import { stories as storyRows, storyArticles } from "@cti/db/schema/stories";
import { type TestCollector, testCollector } from "@cti/testing/collector";
import { localModels } from "@cti/testing/local-models";
import { type SeedArticle, seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { quantise } from "@cti/pipeline/embedding/quantise";
import { eq, inArray } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { mergeStories } from "../stories/merge-stories.ts";
import { splitStory } from "../stories/split-story.ts";
import { undoChange } from "../stories/undo-change.ts";
import { dismissMergeProposal } from "./dismiss-merge-proposal.ts";
import type { EmbeddingModel } from "./embedding-model.ts";
import { listMergeProposals, type MergeProposal } from "./list-merge-proposals.ts";
import { proposeMerges } from "./propose-merges.ts";
import { saveEmbeddings } from "./save-embeddings.ts";

let db: TestDb;
let collector: TestCollector;
let clock: number;

beforeEach(async () => {
  db = await testDb();
  collector = testCollector(db, { allow: [] });
  clock = Date.now();
});

afterEach(async () => {
  await collector.close();
  await db.drop();
});

const model = "nomic-embed-text";
const propose = async (
  models: EmbeddingModel = localModels(),
): Promise<{ proposed: number; removed: number }> => {
  clock += 1_000;
  return proposeMerges(
    { db: db.db, now: () => new Date(clock), models, windowDays: 14 },
    { signal: new AbortController().signal },
  );
};
const hand = { by: "analyst", actor: "ada", reason: "by hand", now: new Date() } as const;

/** A vector whose cosine with that of 0 is the cosine of the angle, in a plane of its own for each `plane`. */
function directed(angle: number, plane = 0): Float32Array {
  const vector = new Float32Array(256);
  for (let at = 0; at < 256; at += 1) {
    const one = Math.sin(at * 12.9898 + plane * 78.233) * 43_758.5453;
    const other = Math.sin(at * 39.346 + plane * 11.135) * 24_634.6345;
    const [x, y] = [one - Math.floor(one) - 0.5, other - Math.floor(other) - 0.5];
    vector[at] = x * Math.cos(angle) + y * Math.sin(angle);
  }
  return vector;
}
const near = 0.3;
const far = 0.8;

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
const pasted: SeedArticle = {
  source: "alpha",
  title: "Paste this to prove you are human",
  text: "Visitors of hacked shops are asked to press three keys. What they paste fetches a loader called FrostPin from captcha-check[.]example, which empties wallets and browsers within the minute.",
  at: hoursAgo(20),
};
const sheet: SeedArticle = {
  source: "beta",
  title: "Wallet thieves hide behind a checkbox",
  text: "Three days ago a merchant noticed a strange box on her checkout. Whoever obeyed it ran FrostPin. Analysts at Quayline counted nine hundred drained wallets since March.",
  at: hoursAgo(10),
};
const german: SeedArticle = {
  source: "gamma",
  title: "Gefälschtes Kästchen leert Geldbörsen",
  text: "Wer in gehackten Läden drei Tasten drückt, lädt einen Schädling nach. Binnen einer Minute sind Geldbörsen und gespeicherte Kennwörter weg, berichten Fachleute aus Hannover.",
  language: "de",
  at: hoursAgo(8),
};
const clinic: SeedArticle = {
  source: "delta",
  title: "Clinics move appointments to paper",
  text: "A chain of hospitals shut down its network on Sunday. Patient files were stolen at night by the Akira group.",
  at: hoursAgo(5),
};

/** Articles with vectors, and the story of each. */
async function seed(
  given: { article: SeedArticle; vector: Float32Array }[],
): Promise<{ ids: number[]; stories: number[] }> {
  const ids = await seedArticles(
    db,
    given.map(({ article }) => article),
  );
  await collector.runStages();
  await save(
    ids,
    given.map(({ vector }) => vector),
  );
  const stories = await Promise.all(ids.map(storyOf));
  expect(new Set(stories).size).toBe(given.length);
  return { ids, stories };
}

async function save(ids: number[], vectors: Float32Array[]): Promise<void> {
  await saveEmbeddings(
    db.db,
    vectors.map((vector, at) => ({
      article: { id: ids[at] ?? 0, at: "", title: "", text: "", inputHash: "x", had: false },
      vector: quantise(vector),
    })),
    { model, now: new Date(clock) },
  );
}

const storyOf = async (articleId: number): Promise<number> => {
  const [row] = await db.db.select().from(storyArticles).where(eq(storyArticles.articleId, articleId));
  return row?.storyId ?? 0;
};
const proposedTo = async (storyId: number | undefined): Promise<MergeProposal[]> =>
  listMergeProposals(db.db, storyId ?? 0);

test("stories whose articles mean the same and name the same are proposed, and none is merged", async () => {
  const { stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: sheet, vector: directed(near) },
    { article: clinic, vector: directed(0, 5) },
  ]);
  const [a, b, c] = stories;
  expect(await propose()).toEqual({ proposed: 1, removed: 0 });
  const [proposal, ...others] = await proposedTo(a);
  expect(others).toEqual([]);
  expect(proposal).toMatchObject({
    story: { id: b, title: sheet.title, articles: 1 },
    sentence: expect.stringMatching(
      /^Articles of both mean much the same \(0\.9\d of 1\), and both /,
    ) as string,
  });
  expect(proposal?.similarity).toBeCloseTo(Math.cos(near), 1);
  expect((await proposedTo(b))[0]?.story.id).toBe(a);
  expect(await proposedTo(c)).toEqual([]);
  expect(new Set([a, b, c]).size).toBe(3);
  expect(await propose()).toEqual({ proposed: 0, removed: 0 });
});

test("reports in two languages need no shared words; reports in one do", async () => {
  const { stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: german, vector: directed(near) },
    { article: clinic, vector: directed(-near) },
  ]);
  const [a, b] = stories;
  expect(await propose()).toMatchObject({ proposed: 1 });
  expect(await proposedTo(a)).toMatchObject([
    {
      story: { id: b },
      sentence: expect.stringContaining("one is in English, the other one in German") as string,
    },
  ]);
});

test("articles that are further apart than the threshold are not proposed; of one publisher they must be nearer", async () => {
  const { stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: { ...sheet, source: pasted.source }, vector: directed(near + 0.15) },
    { article: german, vector: directed(-far) },
  ]);
  expect(await propose()).toEqual({ proposed: 0, removed: 0 });
  await db.db
    .update(storyArticles)
    .set({ owner: "another.test" })
    .where(eq(storyArticles.storyId, stories[1] ?? 0));
  await touch(stories[1] ?? 0);
  expect(await propose()).toMatchObject({ proposed: 1 });
});

test("what is near is judged by what is usual among the articles that are embedded", async () => {
  const { stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: sheet, vector: directed(0.95) },
  ]);
  expect(await propose()).toMatchObject({ proposed: 0 });
  const others = await seedArticles(
    db,
    Array.from({ length: 24 }, () => clinic),
  );
  await save(
    others,
    others.map((_, at) => directed(0, at + 10)),
  );
  await touch(stories[0] ?? 0);
  expect(await propose()).toMatchObject({ proposed: 1 });
  expect(await proposedTo(stories[0])).toMatchObject([
    {
      story: { id: stories[1] },
      sentence: expect.stringMatching(/\(0\.5\d of 1, where -?0\.0\d is usual\), and both /) as string,
    },
  ]);
});

test("stories that are far apart in time are not proposed", async () => {
  await seed([
    { article: { ...pasted, at: hoursAgo(24 * 20) }, vector: directed(0) },
    { article: sheet, vector: directed(near) },
  ]);
  expect(await propose()).toEqual({ proposed: 0, removed: 0 });
});

test("a dismissed pair is not proposed again, nor after one of them was merged into another story", async () => {
  const { stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: sheet, vector: directed(near) },
    { article: clinic, vector: directed(0, 5) },
  ]);
  const [a = 0, b = 0, c = 0] = stories;
  await propose();
  await dismissMergeProposal(db.db, { storyId: b, otherId: a }, { actor: "ada", now: new Date() });
  await dismissMergeProposal(db.db, { storyId: a, otherId: b }, { actor: "bob", now: new Date() });
  expect(await db.sql`select dismissed_by from merge_proposals`).toMatchObject([{ dismissed_by: "ada" }]);
  expect(await proposedTo(a)).toEqual([]);
  await touch(a, b);
  expect(await propose()).toEqual({ proposed: 0, removed: 0 });
  await mergeStories(db.db, { into: c, from: a }, hand);
  await touch(b, c);
  expect(await propose()).toEqual({ proposed: 0, removed: 0 });
  await expect(
    dismissMergeProposal(db.db, { storyId: b, otherId: c }, { actor: "ada", now: new Date() }),
  ).rejects.toMatchObject({ problem: "not_found" });
});

test("what was taken apart by hand is not proposed, until that is taken back", async () => {
  const { ids, stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: sheet, vector: directed(near) },
  ]);
  const [a = 0, b = 0] = stories;
  await propose();
  const merge = await mergeStories(db.db, { into: a, from: b }, hand);
  expect(await propose()).toEqual({ proposed: 0, removed: 1 });
  await undoChange(db.db, merge.changeId, new Date(clock + 500));
  expect(await propose()).toEqual({ proposed: 1, removed: 0 });
  await mergeStories(db.db, { into: a, from: b }, hand);
  await splitStory(db.db, { storyId: a, articleIds: [ids[1] ?? 0] }, hand);
  expect(await propose()).toEqual({ proposed: 0, removed: 1 });
  expect(await proposedTo(await storyOf(ids[1] ?? 0))).toEqual([]);
});

test("a proposal that no longer holds is removed", async () => {
  const { ids, stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: sheet, vector: directed(near) },
  ]);
  await propose();
  const changed = { id: ids[1] ?? 0, at: "", title: "", text: "", inputHash: "y", had: true };
  await saveEmbeddings(db.db, [{ article: changed, vector: quantise(directed(0, 9)) }], {
    model,
    now: new Date(clock + 5_000),
  });
  clock += 5_000;
  expect(await propose()).toEqual({ proposed: 0, removed: 1 });
  expect(await proposedTo(stories[0])).toEqual([]);
});

test("a change that was written before the last pass and seen only after it is not missed", async () => {
  const { stories } = await seed([
    { article: pasted, vector: directed(0) },
    { article: sheet, vector: directed(near) },
  ]);
  clock += 600_000;
  await propose();
  await db.owner.sql`delete from merge_proposals`;
  expect(await propose()).toEqual({ proposed: 0, removed: 0 });
  await db.db
    .update(storyRows)
    .set({ updatedAt: new Date(clock - 60_000) })
    .where(eq(storyRows.id, stories[0] ?? 0));
  expect(await propose()).toEqual({ proposed: 1, removed: 0 });
});

test("a rejected article stands for no story, nor does a vector of another model", async () => {
  const { ids } = await seed([
    { article: pasted, vector: directed(0) },
    { article: sheet, vector: directed(near) },
  ]);
  expect(await propose(localModels({ embedModel: "" }))).toEqual({ proposed: 0, removed: 0 });
  expect(await propose(localModels({ embedModel: "other" }))).toEqual({
    proposed: 0,
    removed: 0,
  });
  await db.db
    .update(articles)
    .set({ rejectedReason: "language" })
    .where(eq(articles.id, ids[1] ?? 0));
  expect(await propose()).toEqual({ proposed: 0, removed: 0 });
});

/** Makes stories ones that have changed. */
async function touch(...ids: number[]): Promise<void> {
  await db.db
    .update(storyRows)
    .set({ updatedAt: new Date(clock + 500) })
    .where(inArray(storyRows.id, ids));
}
