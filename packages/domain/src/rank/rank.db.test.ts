import { appRole, type Client, openClient } from "@cti/db/client";
import { articleFeatures } from "@cti/db/schema/article-features";
import { scores } from "@cti/db/schema/scores";
import { stories } from "@cti/db/schema/stories";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { defaultRankSettings } from "@cti/pipeline/rank/weights";
import { and, eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { asTenant } from "../tenants/as-tenant.ts";
import { changeTenant } from "../tenants/change-tenant.ts";
import { createTenant } from "../tenants/create-tenant.ts";
import { addWatch, removeWatch } from "../watchlists/watchlists.ts";
import { createChangedStories } from "./changed-stories.ts";
import { countDueSubjects } from "./count-due-subjects.ts";
import { explainRank } from "./explain-rank.ts";
import { rankDue, type RankOutcome } from "./rank-due.ts";

const now = new Date();
let database: TestDb;
/** As a worker opens it: for no tenant. */
let client: Client;
let red: number;

beforeEach(async () => {
  database = await testDb();
  client = openClient(database.url, { poolSize: 4, name: "ranker", role: appRole });
  red = (await createTenant(client.db, { slug: "red", name: "Red" }, now)).id;
  const [first = 0, second = 0] = await seedArticles(database, [
    { source: "alpha", title: "FortiOS flaw is used against hospitals", text: "words", at: now },
    { source: "beta", title: "Backdoor found in a build server", text: "other words", at: now },
  ]);
  for (const articleId of [first, second]) await understand(articleId);
  await rank();
});
afterEach(async () => {
  await client.close();
  await database.drop();
});

/** An article as the stages before ranking leave it, in a story of its own that was changed. */
async function understand(articleId: number): Promise<void> {
  const at = now.toISOString();
  await client.db.insert(articleFeatures).values({
    articleId,
    extractorVersion: "1",
    extractedAt: now,
    quality: 50,
    qualityParts: [],
    huntScore: 10,
    huntParts: [],
    storyFeatures: Buffer.alloc(0),
    clusteredAt: now,
  });
  await client.db.execute(sql`
    with story as (
      insert into stories (title, title_article_id, first_at, last_at, article_count, owner_count, updated_at, rank_due_at)
      select title, id, ${at}, ${at}, 1, 1, ${at}, ${at} from articles where id = ${articleId} returning id
    )
    insert into story_articles (article_id, story_id, by, kind, owner, similarity, reasons)
    select ${articleId}, id, 'rule', 'created', 'o', 1, '{}' from story`);
}

const rank = (limit = 1_000, all = false): Promise<RankOutcome> =>
  rankDue(
    { db: client.db, now: () => new Date() },
    { settings: defaultRankSettings, limit, all },
    { signal: AbortSignal.timeout(20_000), onProgress: () => undefined },
  );
const due = (): Promise<number> => countDueSubjects({ db: client.db, now: () => new Date() }, { all: false });
const totals = async (tenantId: number, subject: "article" | "story"): Promise<number[]> =>
  (
    await database.owner.db
      .select({ total: scores.total })
      .from(scores)
      .where(and(eq(scores.tenantId, tenantId), eq(scores.subject, subject)))
      .orderBy(scores.subjectId)
  ).map(({ total }) => total);
const markChanged = (): Promise<unknown> => client.db.update(stories).set({ rankDueAt: new Date() });
const stillChanged = async (): Promise<number> =>
  (await client.db.select().from(stories)).filter(({ rankDueAt }) => rankDueAt !== null).length;

test("every open tenant has ranks of its own, and nothing is due then", async () => {
  for (const tenant of [1, red]) {
    expect(await totals(tenant, "article")).toHaveLength(2);
    expect(await totals(tenant, "story")).toHaveLength(2);
  }
  expect(await totals(red, "article")).toEqual(await totals(1, "article"));
  expect(await due()).toBe(0);
  expect(await rank()).toEqual({ articles: 0, stories: 0 });
  expect(await stillChanged()).toBe(0);
});

test("for a new tenant everything is due, for the others nothing", async () => {
  const { id } = await createTenant(client.db, { slug: "blue", name: "Blue" }, now);
  expect(await due()).toBe(4);
  expect(await rank()).toEqual({ articles: 2, stories: 2 });
  expect(await totals(id, "story")).toEqual(await totals(1, "story"));
  expect(await due()).toBe(0);
});

test("what a tenant watches ranks higher for that tenant alone, with the reason", async () => {
  const before = await totals(1, "story");
  const watch = { kind: "term", value: "FortiOS", weight: 3, note: null } as const;
  const { watch: added } = await asTenant(client.db, red, (tx) => addWatch(tx, watch, now));
  expect(await due()).toBe(2);
  await rank();
  expect(await totals(1, "story")).toEqual(before);
  const [first = 0, second] = await totals(red, "story");
  expect(first).toBeGreaterThan(before[0] ?? 0);
  expect(second).toBe(before[1]);
  const [story] = await client.db.select({ id: stories.id }).from(stories).orderBy(stories.id);
  const subject = { subject: "story", id: story?.id ?? 0 } as const;
  const told = async (tenant: number): Promise<string> =>
    JSON.stringify(await asTenant(client.db, tenant, (tx) => explainRank(tx, subject)));
  expect(await told(red)).toContain("FortiOS");
  expect((await told(1)).match(/FortiOS/g)).toHaveLength(1);
  await asTenant(client.db, red, (tx) => removeWatch(tx, added.id));
  await rank();
  expect((await totals(red, "story"))[0]).toBeCloseTo(before[0] ?? 0, 0);
});

test("a rank is nobody's without a tenant", async () => {
  const [story] = await client.db.select({ id: stories.id }).from(stories).limit(1);
  await expect(explainRank(client.db, { subject: "story", id: story?.id ?? 0 })).rejects.toMatchObject({
    problem: "not_found",
  });
});

test("a story that was changed is due until all tenants have ranked it", async () => {
  await markChanged();
  expect(await due()).toBe(4);
  expect(await rank(3)).toEqual({ articles: 0, stories: 3 });
  expect(await stillChanged()).toBe(1);
  expect(await rank()).toEqual({ articles: 0, stories: 2 });
  expect(await stillChanged()).toBe(0);
  expect(await due()).toBe(0);
});

test("a story that is changed again while it is ranked stays due", async () => {
  const changed = createChangedStories(2);
  const [story] = await client.db.select({ id: stories.id }).from(stories).limit(1);
  const id = story?.id ?? 0;
  const subject = async (): Promise<{ subject: string; id: number; dueAt: string | null }> => {
    const [row] = await client.db.execute<{ at: string | null }>(
      sql`select rank_due_at::text as at from stories where id = ${id}`,
    );
    return { subject: "story", id, dueAt: row?.at ?? null };
  };
  await markChanged();
  const seen = await subject();
  await changed.ranked(client.db, [seen]);
  await client.db.execute(sql`update stories set rank_due_at = rank_due_at + interval '1 microsecond'`);
  await changed.ranked(client.db, [seen]);
  expect(await stillChanged()).toBe(2);
  await changed.ranked(client.db, [await subject()]);
  expect(await stillChanged()).toBe(2);
  await changed.ranked(client.db, [await subject()]);
  expect(await stillChanged()).toBe(1);
});

test("a closed tenant is not ranked, and opened again it catches up", async () => {
  const close = (disabled: boolean): Promise<unknown> =>
    changeTenant(client.db, red, { disabled }, { expected: null, now });
  await close(true);
  await markChanged();
  expect(await rank()).toEqual({ articles: 0, stories: 2 });
  expect(await stillChanged()).toBe(0);
  await close(false);
  expect(await rank()).toEqual({ articles: 0, stories: 2 });
});

test("what one tenant's analysts reject counts no more for that tenant alone", async () => {
  await database.owner.sql`
    with flaw as (insert into entities (type, value, key) values ('cve', 'CVE-2026-1', 'CVE-2026-1') returning id)
    insert into mentions (article_id, entity_id, status, role, confidence, reasons, matched, count, in_title, places, seen_at)
    select a.id, flaw.id, 'indicator', 'exploited', 1, '{}', 'CVE-2026-1', 1, true, '[]', a.collected_at
    from articles a, flaw`;
  await rank(1_000, true);
  const [before] = await totals(1, "article");
  await asTenant(client.db, red, (tx) =>
    tx.execute(
      sql`insert into verdicts (entity_id, verdict, actor) select id, 'rejected', 'ada' from entities`,
    ),
  );
  await rank(1_000, true);
  const [[mine = 0], [theirs = 0]] = [await totals(1, "article"), await totals(red, "article")];
  expect(mine).toBeCloseTo(before ?? 0, 0);
  expect(theirs).toBeLessThan(mine - 1);
});
