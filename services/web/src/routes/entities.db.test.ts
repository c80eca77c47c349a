import { benignRoutes } from "@cti/contract/routes/benign";
import { entityRoutes } from "@cti/contract/routes/entities";
import { indicatorRoutes } from "@cti/contract/routes/indicators";
import { mentionRoutes } from "@cti/contract/routes/mentions";
import { countMentions } from "@cti/testing/count-mentions";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterEach, beforeEach, expect, test } from "vitest";

import { testWeb, type TestWeb } from "../../test/test-web.ts";
import { benignHandlers } from "./benign.ts";
import { entityHandlers } from "./entities.ts";
import { indicatorHandlers } from "./indicators.ts";
import { mentionHandlers } from "./mentions.ts";

let web: TestWeb;
const table = {
  routes: { ...entityRoutes, ...indicatorRoutes, ...mentionRoutes, ...benignRoutes },
  handlers: { ...entityHandlers, ...indicatorHandlers, ...mentionHandlers, ...benignHandlers },
};

beforeEach(async () => {
  web = await testWeb({}, table);
});

afterEach(async () => {
  await web.close();
});

const at = new Date("2026-03-10T10:00:00Z");

/** Entities 1 and up, all in one article. */
async function seed(entities: [type: string, value: string, status: string][]): Promise<number> {
  const text = "The loader calls home to cdn[.]test every hour. Nothing else is known.";
  const [article = 0] = await seedArticles(web.db, [{ source: "lab", title: "Loader", text, at }]);
  const rows = JSON.stringify(entities.map(([type, value, status]) => ({ type, value, status })));
  await web.db.sql`
    insert into entities (type, key, value)
    select type, value, value from json_to_recordset(${rows}::text::json) as x(type text, value text)`;
  await web.db.sql`
    insert into mentions (article_id, entity_id, status, role, confidence, reasons, matched, count, in_title, places, seen_at)
    select ${article}, e.id, x.status, 'c2', 0.9, '{defanged}', 'cdn[.]test', 1, false, '[[0,25,35,"prose",90,null]]',
      ${at.toISOString()}::timestamptz
    from json_to_recordset(${rows}::text::json) as x(type text, value text, status text)
    join entities e using (type, value)`;
  await countMentions(web.db);
  return article;
}

const auditOf = async (): Promise<Record<string, unknown>[]> => [
  ...(await web.db.owner.sql`select action, subject, detail from audit_log order by id`),
];

test("names and indicators are listed apart, and shown with the sentence that proves them", async () => {
  const article = await seed([
    ["domain", "cdn.test", "indicator"],
    ["actor", "APT1", "named"],
    ["domain", "news.test", "mentioned"],
  ]);
  const viewer = await web.as("viewer");
  expect((await viewer.get("/api/v1/indicators")).body).toMatchObject({
    items: [{ id: 1, value: "cdn.test", role: "c2", articles: 1, estimated: false }],
    next_cursor: null,
  });
  expect((await viewer.get("/api/v1/entities?fields=value")).body.items).toEqual([{ value: "APT1" }]);
  expect((await viewer.get("/api/v1/indicators?status=mentioned&role=c2,payload")).body.items).toHaveLength(
    1,
  );
  expect((await viewer.get("/api/v1/indicators?type=actor")).status).toBe(400);
  const card = await viewer.get("/api/v1/entities/1");
  expect(card.body).toMatchObject({
    value: "cdn.test",
    mentions: [{ article_id: article, sentence: "The loader calls home to cdn[.]test every hour." }],
    together: [{ value: "APT1", articles: 1 }],
    verdict: null,
  });
  expect((await viewer.get("/api/v1/indicators/2")).status).toBe(404);
  expect((await viewer.get("/api/v1/indicators/1?mentions=0")).body.mentions).toEqual([]);
  expect((await viewer.get("/api/v1/entities/2/mentions")).body.items).toMatchObject([{ title: "Loader" }]);
  const mentions = await viewer.get(`/api/v1/articles/${article}/mentions?type=domain&limit=1`);
  expect(mentions.body.items).toMatchObject([
    { entity_id: 1, places: [{ field: "text", start: 25, end: 35 }], reasons: ["defanged"] },
  ]);
  const next = String(mentions.body.next_cursor);
  const rest = await viewer.get(`/api/v1/articles/${article}/mentions?type=domain&cursor=${next}`);
  expect(rest.body).toMatchObject({ items: [{ entity_id: 3 }], next_cursor: null });
  expect((await viewer.get("/api/v1/articles/999/mentions")).status).toBe(404);
});

test("an analyst judges an entity or a mention, and forgets it; a viewer may not", async () => {
  const article = await seed([["domain", "cdn.test", "indicator"]]);
  const analyst = await web.as("analyst");
  const verdict = { verdict: "rejected", note: "shared hosting" };
  expect((await analyst.put("/api/v1/entities/1/verdict", verdict)).body).toMatchObject({
    entity_id: 1,
    article_id: null,
    ...verdict,
  });
  expect((await analyst.get("/api/v1/indicators")).body.items).toEqual([]);
  const ofMention = `/api/v1/articles/${article}/mentions/1/verdict`;
  expect((await analyst.put(ofMention, { verdict: "accepted" })).status).toBe(200);
  expect((await analyst.get("/api/v1/indicators")).body.items).toMatchObject([{ confidence: 1 }]);
  expect((await analyst.delete(ofMention)).status).toBe(204);
  expect((await analyst.delete(ofMention)).status).toBe(404);
  expect((await analyst.delete("/api/v1/entities/1/verdict")).status).toBe(204);
  expect((await analyst.put("/api/v1/articles/77/mentions/1/verdict", verdict)).status).toBe(404);
  expect((await analyst.put("/api/v1/entities/77/verdict", verdict)).status).toBe(404);
  expect((await (await web.as("viewer")).put("/api/v1/entities/1/verdict", verdict)).status).toBe(403);
  expect((await auditOf()).map(({ action }) => action)).toEqual([
    "verdict.set",
    "verdict.set",
    "verdict.remove",
    "verdict.remove",
  ]);
});

test("benign entries are a tenant's own", async () => {
  await seed([
    ["domain", "cdn.test", "indicator"],
    ["url", "https://x.cdn.test/a", "indicator"],
  ]);
  const other = await web.newTenant("other");
  const analyst = await web.as("analyst");
  const stranger = await web.as("analyst", { tenant: other });
  const added = await analyst.post("/api/v1/benign", { value: "cdn.test", match: "domain" });
  expect(added).toMatchObject({ status: 201, body: { value: "cdn.test", entities: 2, articles: 1 } });
  expect(added.headers["location"]).toBe(`/api/v1/benign/${String(added.body.id)}`);
  expect((await analyst.get("/api/v1/indicators")).body.items).toEqual([]);
  expect((await stranger.get("/api/v1/indicators")).body.items).toHaveLength(2);
  expect((await stranger.get("/api/v1/benign")).body.items).toEqual([]);
  expect((await stranger.delete(`/api/v1/benign/${String(added.body.id)}`)).status).toBe(404);
  expect((await analyst.post("/api/v1/benign", { value: "co.uk", match: "domain" })).status).toBe(422);
  expect((await analyst.post("/api/v1/benign", { value: "cdn.test", match: "domain" })).status).toBe(409);
  await analyst.post("/api/v1/benign", { value: "two.test" });
  const first = await analyst.get("/api/v1/benign?limit=1");
  const second = await analyst.get(`/api/v1/benign?limit=1&cursor=${String(first.body.next_cursor)}`);
  expect(second.body).toMatchObject({ items: [{ value: "two.test" }], next_cursor: null });
  expect((await analyst.delete(`/api/v1/benign/${String(added.body.id)}`)).status).toBe(204);
  expect((await analyst.get("/api/v1/indicators")).body.items).toHaveLength(2);
});

test("an export holds every indicator in the format asked for, and is audited", async () => {
  await seed(Array.from({ length: 2_100 }, (_, n) => ["domain", `n${n}.test`, "indicator"]));
  const viewer = await web.as("viewer");
  const text = await viewer.get("/api/v1/indicators/export?format=text");
  expect(text.text.split("\n")).toHaveLength(2_101);
  const json = await viewer.get("/api/v1/indicators/export?format=json&defanged=true");
  expect(json.body).toHaveLength(2_100);
  expect(json.body[0]).toMatchObject({ value: "n0[.]test", first_seen: at.toISOString() });
  const csv = await viewer.get("/api/v1/indicators/export?matching=n7.test");
  expect(csv.headers["content-disposition"]).toContain("indicators.csv");
  expect(csv.text).toBe(
    `type,value,role,confidence,status,benign,articles,sources,first_seen,last_seen\r\ndomain,n7.test,c2,0.9,indicator,,1,1,${at.toISOString()},${at.toISOString()}\r\n`,
  );
  expect(await auditOf()).toMatchObject([
    { action: "export.indicators" },
    {},
    { detail: { format: "csv", matching: "n7.test" } },
  ]);
});

test("an entity is found by what people call it; a name of several is a conflict that a type decides", async () => {
  await seed([
    ["domain", "cdn.test", "indicator"],
    ["actor", "Quayline", "named"],
    ["malware", "Quayline", "named"],
  ]);
  const viewer = await web.as("viewer");
  const named = async (query: string): Promise<[number, unknown]> => {
    const { status, body } = await viewer.get(`/api/v1/entities/named?${query}`);
    return [status, body.code ?? body.type];
  };
  expect(await named("name=cdn%5B.%5Dtest&mentions=0")).toEqual([200, "domain"]);
  expect(await named("name=1&type=domain,url")).toEqual([200, "domain"]);
  expect(await named("name=quayline")).toEqual([409, "conflict"]);
  expect(await named("name=quayline&type=malware")).toEqual([200, "malware"]);
  expect(await named("name=nobody")).toEqual([404, "not_found"]);
  expect(await named("type=actor")).toEqual([400, "validation_failed"]);
});
