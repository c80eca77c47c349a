import { sources } from "@cti/db/schema/sources";
import { sourceChecks } from "@cti/db/schema/source-checks";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { noCounts } from "../runs/counts.ts";
import { addSource } from "./add.ts";
import { changeSource } from "./change.ts";
import { getSource } from "./get-source.ts";
import { listChecks } from "./list-checks.ts";
import { exportOpml, importOpml } from "./opml.ts";
import { countArticles, pageSources } from "./page-sources.ts";
import { sourceStates } from "./source-state.ts";
import { toggleSource } from "./toggle.ts";

let db: TestDb;
beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

const now = new Date("2026-03-01T12:00:00Z");
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
const view = { secrets: false, now, counts: new Map<number, number>() };
const operator = { ...view, secrets: true };

async function add(slug: string, more: Partial<typeof sources.$inferInsert> = {}): Promise<number> {
  const [row] = await db.db
    .insert(sources)
    .values({
      slug,
      name: slug.toUpperCase(),
      kind: "rss",
      url: `https://${slug}.test/feed`,
      origin: "user",
      createdAt: ago(100),
      ...more,
    })
    .returning({ id: sources.id });
  return row?.id ?? 0;
}

const slugs = async (filter: Partial<Parameters<typeof pageSources>[1]>): Promise<string[]> =>
  (await pageSources(db.db, { limit: 50, cursor: null, ...filter }, view)).items.map(({ slug }) => slug);

test("sources are told by state, in SQL as in words", async () => {
  const checked = { lastCheckedAt: ago(0) };
  await add("new");
  await add("fine", { ...checked, lastSuccessAt: ago(0), lastNewAt: ago(1) });
  await add("still", { ...checked, lastSuccessAt: ago(0), lastNewAt: ago(60) });
  await add("broken", {
    ...checked,
    lastSuccessAt: ago(2),
    consecutiveFailures: 3,
    lastError: "http_503",
    lastErrorMessage: "Busy.",
  });
  await add("long-broken", {
    ...checked,
    lastSuccessAt: ago(30),
    consecutiveFailures: 40,
    lastError: "dns",
  });
  await add("gone", { ...checked, lastSuccessAt: ago(1), consecutiveFailures: 1, lastError: "http_410" });

  const { items } = await pageSources(db.db, { limit: 50, cursor: null }, view);
  const told = Object.fromEntries(items.map(({ slug, state }) => [slug, state]));
  expect(told).toEqual({
    new: "never",
    fine: "ok",
    still: "quiet",
    broken: "failing",
    "long-broken": "dead",
    gone: "dead",
  });
  for (const state of sourceStates)
    expect(await slugs({ state })).toEqual(
      items.filter((each) => each.state === state).map(({ slug }) => slug),
    );
  const reasons = Object.fromEntries(items.map((each) => [each.slug, each.state_reason]));
  expect(reasons).toMatchObject({
    fine: null,
    broken: "The last 3 checks failed: http_503: Busy.",
    "long-broken": "Not read for 30 days: dns",
    still: "It answers, but had nothing new for 60 days.",
  });
  expect(await slugs({ failing: true })).toEqual(["broken", "gone", "long-broken"]);
});

test("every filter narrows, and words are taken as they are", async () => {
  await add("one", { tags: ["ics"], tier: 1, enabled: false });
  await add("two", { kind: "listing", name: "100%_sure" });
  await add("three", { removedAt: now });
  expect(await slugs({ tag: "ics" })).toEqual(["one"]);
  expect(await slugs({ tier: 1 })).toEqual(["one"]);
  expect(await slugs({ enabled: true })).toEqual(["two"]);
  expect(await slugs({ kind: "listing" })).toEqual(["two"]);
  expect(await slugs({ q: "%_S" })).toEqual(["two"]);
  expect(await slugs({ q: "\\" })).toEqual([]);
  // The address is not searched for those who may not see all of it.
  expect(await slugs({ q: "one.test" })).toEqual([]);
});

test("paging to the end has no gap and no double while sources are added", async () => {
  for (let n = 0; n < 25; n += 1) await add(`s${String(n).padStart(2, "0")}`);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pageSources>> = await pageSources(
      db.db,
      { limit: 4, cursor },
      view,
    );
    seen.push(...page.items.map(({ slug }) => slug));
    await add(`a${seen.length}`);
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => `s${String(n).padStart(2, "0")}`));
});

test("a cursor of another list, or of somebody's own making, is refused", async () => {
  const id = await add("one");
  const own = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  for (const cursor of ["x", own(["check", "2026-01-01T00:00:00Z", 1]), own(["slug", "a", "b"])])
    await expect(pageSources(db.db, { limit: 4, cursor }, view)).rejects.toThrow("cursor");
  const wrong = own(["check", "2026-99-99", 1]);
  await expect(listChecks(db.db, id, { limit: 1, cursor: wrong, secrets: true })).rejects.toThrow("cursor");
});

test("credentials in addresses are shown to operators only", async () => {
  const id = await add("paid", {
    url: "https://user:pw@paid.test/feed?apikey=secret1",
    lastErrorMessage: "https://user:pw@paid.test answered 403",
    lastError: "http_403",
    consecutiveFailures: 1,
    lastCheckedAt: ago(0),
  });
  await db.db.insert(sourceChecks).values({
    sourceId: id,
    startedAt: ago(0),
    durationMs: 1,
    outcome: "failed",
    message: "at https://user:pw@paid.test/",
    counts: noCounts,
    warnings: ["moved to https://paid.test/?token=secret1"],
  });
  const hidden = JSON.stringify([
    await pageSources(db.db, { limit: 5, cursor: null }, view),
    await getSource(db.db, id, view),
    await exportOpml(db.db, now, { secrets: false }),
  ]);
  expect(hidden).not.toMatch(/secret1|user:|pw@/);
  const full = await getSource(db.db, id, operator);
  expect(full.url).toBe("https://user:pw@paid.test/feed?apikey=secret1");
  expect(full.checks[0]?.warnings).toEqual(["moved to https://paid.test/?token=secret1"]);
});

test("articles are counted, and checks are paged from the latest to the first", async () => {
  await seedArticles(db, [
    { source: "a", title: "1", text: "x", at: now },
    { source: "a", title: "2", text: "y", at: now },
  ]);
  const [row] = await db.db.select().from(sources).where(eq(sources.slug, "a"));
  const id = row?.id ?? 0;
  expect((await countArticles(db.db)).get(id)).toBe(2);
  expect((await getSource(db.db, id, view)).articles).toBe(2);
  // Several within one millisecond, as a database with its own clock writes them.
  await db.sql`insert into source_checks (source_id, started_at, duration_ms, outcome, counts)
    select ${id}, timestamptz '2026-03-01 10:00:00.123456+00' + n % 3 * interval '1 microsecond', n, 'ok', '{}'
    from generate_series(1, 11) n`;
  const seen: number[] = [];
  for (let cursor: string | null = null, more = true; more;) {
    const page: Awaited<ReturnType<typeof listChecks>> = await listChecks(db.db, id, {
      limit: 3,
      cursor,
      secrets: true,
    });
    seen.push(...page.items.map((check) => check.duration_ms));
    cursor = page.next_cursor;
    more = cursor !== null;
  }
  expect(seen).toEqual([11, 8, 5, 2, 10, 7, 4, 1, 9, 6, 3]);
});

test("of two changes of the same revision one wins, and the other is told", async () => {
  const id = await add("one");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) =>
      changeSource(db.db, String(id), { name: `n${n}`, settings: { userAgent: `u${n}` } }, { expected: 1 }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const lost = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason as unknown] : []));
  expect(lost).toHaveLength(5);
  for (const error of lost) expect(error).toMatchObject({ problem: "changed" });
  const [row] = await db.db.select().from(sources).where(eq(sources.id, id));
  expect(row?.revision).toBe(2);
  expect(row?.settings.userAgent).toBe(row?.name.replace("n", "u"));
});

test("settings changed by several at once without a revision are all kept", async () => {
  const id = String(await add("one"));
  await Promise.all([
    changeSource(db.db, id, { settings: { userAgent: "agent" } }),
    changeSource(db.db, id, { settings: { ignoreRobots: true } }),
    changeSource(db.db, id, { settings: { selectors: { item: ".card" } } }),
  ]);
  const [row] = await db.db.select().from(sources);
  expect(row?.settings).toEqual({ userAgent: "agent", ignoreRobots: true, selectors: { item: ".card" } });
  expect(row?.revision).toBe(4);
});

test("two sources never get the same address at the same time", async () => {
  const [one, two] = [await add("one"), await add("two")];
  const url = "https://shared.test/feed";
  const outcomes = await Promise.allSettled([
    changeSource(db.db, String(one), { url }),
    changeSource(db.db, String(two), { url }),
    addSource(db.db, { url, kind: "rss", name: "three" }),
  ]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a toggle turns it off and on again, and makes it due", async () => {
  const id = await add("one", { consecutiveFailures: 3, lastError: "dns", nextCheckAt: ago(-5) });
  expect(await toggleSource(db.db, id, now)).toMatchObject({
    enabled: false,
    revision: 2,
    consecutiveFailures: 3,
  });
  expect(await toggleSource(db.db, id, now)).toMatchObject({
    enabled: true,
    revision: 3,
    consecutiveFailures: 0,
    lastError: null,
    nextCheckAt: now,
  });
  await expect(toggleSource(db.db, 999, now)).rejects.toMatchObject({ problem: "not_found" });
});

test("an import tells what became of each feed", async () => {
  await add("known", { url: "https://known.test/feed" });
  const outline = `<opml version="2.0"><body>
    <outline text="New" type="rss" xmlUrl="https://new.test/feed"/>
    <outline text="Known" type="rss" xmlUrl="https://known.test/feed"/>
    <outline text="Bad" type="rss" xmlUrl="file:///etc/passwd"/></body></opml>`;
  const { feeds } = await importOpml(db.db, outline);
  expect(feeds.map(({ title, outcome, slug }) => [title, outcome, slug])).toEqual([
    ["New", "added", "new"],
    ["Known", "known", null],
    ["Bad", "rejected", null],
  ]);
});
