import { articles } from "@cti/db/schema/articles";
import { sources } from "@cti/db/schema/sources";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { addSource } from "./add.ts";
import { changeSource, removeSources } from "./change.ts";
import { findSource } from "./find.ts";
import { listSources } from "./list.ts";
import { loadPack, type PackSource } from "./load-pack.ts";
import { exportOpml, importOpml } from "./opml.ts";

let db: TestDb;
beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

const pack: PackSource[] = [
  { id: "one", name: "One", url: "https://one.example/feed", tags: ["vendor"] },
  { id: "two", name: "Two", url: "https://two.example/feed", tier: 1 },
];
const load = (entries: PackSource[], restore = false): ReturnType<typeof loadPack> =>
  loadPack(db.db, entries, { origin: "pack", restore });

test("loading the pack twice changes nothing the second time", async () => {
  expect(await load(pack)).toMatchObject({ added: ["one", "two"], unchanged: 0 });
  expect(await load(pack)).toMatchObject({ added: [], updated: [], unchanged: 2, kept: [] });
});

test("a newer pack updates what it owns and keeps what a person changed", async () => {
  await load(pack);
  await changeSource(db.db, "one", { tier: 3, enabled: false });
  const newer: PackSource[] = [
    { id: "one", name: "One renamed", url: "https://one.example/feed", tags: ["vendor"], tier: 1 },
    pack[1] as PackSource,
  ];
  const result = await load(newer);
  expect(result).toMatchObject({ updated: ["one"], kept: [{ slug: "one", fields: ["tier"] }] });
  expect(await findSource(db.db, "one")).toMatchObject({ name: "One renamed", tier: 3, enabled: false });
});

test("a source of the pack that a person removed stays removed until it is asked for", async () => {
  await load(pack);
  await removeSources(db.db, ["one"], { purge: false });
  expect(await load(pack)).toMatchObject({ added: [], removed: 1 });
  expect(await load(pack, true)).toMatchObject({ added: ["one"] });
});

test("removing a source keeps its articles, purging deletes them", async () => {
  const source = await addSource(db.db, { url: "https://a.example/feed", kind: "rss", name: "A" });
  await db.db.insert(articles).values({
    sourceId: source.id,
    urlKey: "k",
    canonicalKey: "k",
    title: "t",
    text: "x",
    html: "x",
    textSource: "feed",
  });
  expect(await removeSources(db.db, ["a"], { purge: false })).toEqual([
    { slug: "a", articles: 1, purged: false },
  ]);
  expect(await listSources(db.db)).toEqual([]);
  expect(await db.db.select().from(articles)).toHaveLength(1);
  await addSource(db.db, { url: "https://a.example/feed", kind: "rss", name: "A" });
  await db.db.update(articles).set({ sourceId: (await findSource(db.db, "a")).id });
  await removeSources(db.db, ["a"], { purge: true });
  expect(await db.db.select().from(articles)).toHaveLength(0);
});

test("a URL is followed once, and a near miss of a name is named", async () => {
  await addSource(db.db, { url: "https://a.example/feed", kind: "rss", name: "Krebs on Security" });
  await expect(
    addSource(db.db, { url: "https://a.example/feed", kind: "rss", name: "Again" }),
  ).rejects.toThrow("followed already, as krebs-on-security");
  await expect(findSource(db.db, "krebs")).rejects.toThrow("did you mean krebs-on-security?");
});

test("a bad rule is refused when it is written", async () => {
  await expect(
    addSource(db.db, {
      url: "https://a.example/",
      kind: "rss",
      name: "A",
      settings: { exclude: [{ field: "title", pattern: "(" }] },
    }),
  ).rejects.toThrow(/\(/);
});

test("OPML comes out as it went in, folders, titles and foreign attributes included", async () => {
  const outline = `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
    <outline text="vendors"><outline text="A &amp; B &quot;labs&quot;" type="rss" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/" custom="kept"/></outline>
    <outline text="c" type="atom" xmlUrl="https://c.example/atom" description="Über C" language="de"/>
    <outline text="bad" type="rss" xmlUrl="javascript:alert(1)"/>
  </body></opml>`;
  const result = await importOpml(db.db, outline);
  expect(result).toMatchObject({ added: ["a-b-labs", "c"], known: [] });
  expect(result.rejected.length + result.warnings.length).toBeGreaterThan(0);
  await changeSource(db.db, "c", { tier: 1, intervalSeconds: 900 });
  const created = new Date("2026-11-20T00:00:00Z");
  const exported = await exportOpml(db.db, created);
  await db.db.delete(sources);
  await importOpml(db.db, exported);
  expect(await exportOpml(db.db, created)).toBe(exported);
  expect(exported).toContain('custom="kept"');
  expect(await db.db.select().from(sources).where(eq(sources.slug, "c"))).toMatchObject([
    { tier: 1, intervalSeconds: 900 },
  ]);
});
