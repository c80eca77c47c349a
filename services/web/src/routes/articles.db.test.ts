import { articleVersions } from "@cti/db/schema/articles";
import { entities, mentions } from "@cti/db/schema/entities";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Asker, type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
let viewer: Asker;
let analyst: Asker;
let ids: number[];

beforeAll(async () => {
  web = await testWeb();
  viewer = await web.as("viewer");
  analyst = await web.as("analyst");
  ids = await seedArticles(
    web.db,
    Array.from({ length: 130 }, (_, at) => ({
      source: at % 2 === 0 ? "northlab" : "signalpost",
      title: at === 3 ? '=HYPERLINK("http://evil.test")' : `Report ${at}`,
      text: at % 3 === 0 ? "Ransomware reached evil.example at night." : "A quiet day.",
      at: new Date(Date.UTC(2026, 9, 30) - at * 3_600_000),
      ...(at === 129 && { rejectedReason: "a rule" }),
    })),
  );
  const [entity] = await web.db.db
    .insert(entities)
    .values({ type: "domain", value: "evil.example", key: "evil.example" })
    .returning({ id: entities.id });
  await web.db.db.insert(mentions).values({
    articleId: ids[0] ?? 0,
    entityId: entity?.id ?? 0,
    status: "indicator",
    role: "c2",
    confidence: 0.9,
    reasons: [],
    matched: "evil.example",
    count: 1,
    inTitle: false,
    places: [[0, 19, 31, "text", 90, null]],
    seenAt: new Date(),
  });
});
afterAll(() => web.close());

test("a list is read page by page to its end, with the members that are asked for", async () => {
  const seen: number[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const { status, body } = await viewer.get(
      `/api/v1/articles?limit=50&fields=id,title${cursor && `&cursor=${cursor}`}`,
    );
    expect(status).toBe(200);
    expect(Object.keys(body.items[0])).toEqual(["id", "title"]);
    seen.push(...body.items.map(({ id }: { id: number }) => id));
    cursor = body.next_cursor;
  }
  expect(seen).toEqual(ids.slice(0, 129));
});

test("filters and a search narrow a list, and a total is counted when asked", async () => {
  const { body } = await viewer.get("/api/v1/articles?source=northlab&q=ransomware&limit=5&count=exact");
  expect(body.total).toBe(22);
  expect(body.items[0]).toMatchObject({ source: "northlab", state: "new", starred: false });
  expect((await viewer.get("/api/v1/articles?rejected=true")).body.items).toHaveLength(1);
  expect((await viewer.get("/api/v1/articles?since=2026-10-29T23:00:00Z")).body.items).toHaveLength(2);
  expect((await viewer.get("/api/v1/articles?source=nosuch")).body).toEqual({ items: [], next_cursor: null });
});

test("what cannot be read is the caller's mistake", async () => {
  const { body } = await viewer.get("/api/v1/articles?limit=5");
  for (const path of [
    "/api/v1/articles?q=acter:APT29",
    `/api/v1/articles?sort=score&cursor=${body.next_cursor}`,
    "/api/v1/articles?limit=201",
    "/api/v1/articles?since=yesterday",
    "/api/v1/articles?nosuch=1",
    "/api/v1/search",
  ]) {
    const { status } = await viewer.get(path);
    expect([400, 422], path).toContain(status);
  }
});

test("an article comes with what is asked for beside it", async () => {
  const [id] = ids;
  await analyst.post("/api/v1/notes", { subject: "article", subject_id: id, text: "Seen before." });
  const { body } = await viewer.get(`/api/v1/articles/${id}?expand=mentions,notes,triage`);
  expect(body).toMatchObject({
    id,
    text: expect.stringContaining("Ransomware"),
    mentions: [{ type: "domain", value: "evil.example" }],
    notes: [{ text: "Seen before." }],
    triage: { state: "new", tags: [] },
  });
  expect((await viewer.get(`/api/v1/articles/${id}`)).body).not.toHaveProperty("notes");
  expect((await viewer.get("/api/v1/articles/999999")).status).toBe(404);
});

test("earlier versions are listed, shown and compared", async () => {
  const id = ids[5] ?? 0;
  await web.db.db.insert(articleVersions).values({
    articleId: id,
    version: 1,
    title: "Report 5",
    text: "A loud day.",
    html: "<p>A loud day.</p>",
    wordCount: 3,
    replacedAt: new Date(),
  });
  await web.db.owner.sql`update articles set version = 2 where id = ${id}`;
  const { body } = await viewer.get(`/api/v1/articles/${id}/versions?limit=1`);
  expect(body.items).toMatchObject([{ version: 2, replaced_at: null }]);
  const next = await viewer.get(`/api/v1/articles/${id}/versions?limit=1&cursor=${body.next_cursor}`);
  expect(next.body).toMatchObject({ items: [{ version: 1 }], next_cursor: null });
  expect((await viewer.get(`/api/v1/articles/${id}/versions/1`)).body).toMatchObject({ text: "A loud day." });
  expect((await viewer.get(`/api/v1/articles/${id}/versions/3`)).status).toBe(404);
  expect((await viewer.get(`/api/v1/articles/${id}/diff`)).body.changes).toContainEqual({
    kind: "removed",
    text: "loud",
  });
  expect((await viewer.get(`/api/v1/articles/${ids[6]}/diff`)).status).toBe(422);
});

test("as Markdown an article is a file", async () => {
  const { status, headers, text } = await viewer.get(`/api/v1/articles/${ids[0]}/markdown`);
  expect(status).toBe(200);
  expect(headers["content-type"]).toContain("text/markdown");
  expect(headers["content-disposition"]).toContain(`article-${ids[0]}.md`);
  expect(text).toContain("# Report 0\n\nRansomware reached evil.example at night.\n");
});

test("a rejected article is taken back in by an analyst, and that is in the audit log", async () => {
  const id = ids[129];
  expect((await viewer.post(`/api/v1/articles/${id}/restore`)).status).toBe(403);
  expect((await analyst.post(`/api/v1/articles/${id}/restore`)).body).toMatchObject({ id, reason: "a rule" });
  expect((await analyst.post(`/api/v1/articles/${id}/restore`)).status).toBe(409);
  const log = await web.db.owner.sql`select action from audit_log where subject = ${`article ${id}`}`;
  expect(log).toEqual([{ action: "article.restore" }]);
});

test.each([
  [
    "ndjson",
    (text: string) =>
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { id: number }),
  ],
  ["json", (text: string) => JSON.parse(text) as { id: number }[]],
] as const)("an export as %s has every article that is asked for once", async (format, read) => {
  const { headers, text } = await viewer.get(
    `/api/v1/articles/export?format=${format}&q=-ransomware%20since:2000-01-01`,
  );
  expect(headers["content-disposition"]).toContain(`.${format}`);
  const found = read(text).map(({ id }) => id);
  expect(found).toEqual(ids.filter((_, at) => at % 3 !== 0 && at !== 129));
});

test("ASVS 1.2.10: no cell of a CSV export begins a formula", async () => {
  const { text } = await viewer.get("/api/v1/articles/export?format=csv");
  expect(text.split("\r\n")).toHaveLength(ids.length + 2);
  expect(text).toContain(`"'=HYPERLINK(""http://evil.test"")"`);
});

test("exports are in the audit log, with what was asked", async () => {
  await viewer.get("/api/v1/articles/export?source=northlab");
  const [row] = await web.db.owner.sql<{ detail: unknown }[]>`
    select detail from audit_log where action = 'export.articles' order by id desc limit 1`;
  expect(row?.detail).toEqual({ format: "ndjson", filter: { source: "northlab" } });
});

test("a search marks what it found, and leads on when all of it is one indicator", async () => {
  const words = await viewer.get("/api/v1/search?q=ransomware");
  expect(words.body.items).toHaveLength(20);
  expect(words.body.items[0].excerpt).toContain("«Ransomware»");
  expect(words.body.direct).toBeNull();
  const pasted = await viewer.get("/api/v1/search?q=evil%5B.%5Dexample&sort=match");
  expect(pasted.body.direct).toMatchObject({ kind: "domain", value: "evil.example" });
  expect((await viewer.get(pasted.body.direct.path)).status).toBe(200);
  expect((await viewer.get("/api/v1/search?q=unknown%5B.%5Dexample")).body.direct).toBeNull();
});

test("a search is told in its parts, even one that cannot be read", async () => {
  const good = await viewer.get("/api/v1/search/parse?q=-apt:APT29%20loader");
  expect(good.body).toEqual({
    query: "-actor:APT29 loader",
    chips: [
      { text: "apt:APT29", field: "actor", start: 1, end: 10, negated: true },
      { text: "loader", field: null, start: 11, end: 17, negated: false },
    ],
    problems: [],
  });
  const bad = await viewer.get("/api/v1/search/parse?q=(a");
  expect(bad).toMatchObject({ status: 200, body: { query: null, problems: [{ start: 0, end: 1 }] } });
});
