import type { Route } from "@cti/contract/route";
import { routes } from "@cti/contract/routes";
import { countMentions } from "@cti/testing/count-mentions";
import { seedArticles } from "@cti/testing/seed-articles";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { fillShared, fillTenant } from "./fill-web.ts";
import { type Asker, testWeb, type TestWeb } from "./test-web.ts";

let web: TestWeb;
let who: Asker;

beforeAll(async () => {
  web = await testWeb();
  await fillShared(web);
  who = await web.browser("admin");
  await web.db.owner.sql`update users set operator = true where id = ${who.userId}`;
  await fillTenant(web, 1, { admin: await web.as("admin"), browser: who });
  for (let n = 0; n < 9; n++) await addMore(n);
});
afterAll(async () => {
  await web.close();
});

/** One more of everything that people and the web bring. */
async function addMore(n: number): Promise<void> {
  const word = `more${n}`;
  await who.post("/api/v1/notes", { subject: "article", subject_id: 1, text: word });
  await who.post("/api/v1/saved-searches", { name: word, query: word });
  await who.post("/api/v1/watchlists", { kind: "term", value: word, weight: 1 + (n % 3) });
  await who.post("/api/v1/benign", { value: `${word}.example`, match: "exact" });
  await who.post("/api/v1/tokens", { name: word, scopes: ["read"], expires_in_days: 1 });
  await who.post("/api/v1/users", { username: word, kind: "collector", role: "viewer" });
  await who.put(`/api/v1/tags/article/1/${word}`);
  await web.newTenant(`${word}-team`);
  await seedArticles(web.db, [
    { source: `site-${word}`, title: `Harbor ${word}`, text: `Harbor VPN ${word}`, at: new Date() },
  ]);
  const { sql } = web.db.owner;
  await sql`insert into runs (kind, trigger, actor, status, finished_at) values ('collect', 'cli', 'a', 'completed', now())`;
  await sql`
    insert into stories (title, first_at, last_at, article_count, owner_count, updated_at)
    values (${word}, now(), now(), 1, 1, now())`;
  await sql`
    insert into analyses (subject, subject_id, kind, model, prompt_version, input_hash, params, status)
    values ('article', 1, 'hunt', 'mistral', 'hunt-1', ${word}, '{}', 'completed')`;
  await sql`insert into entities (type, value, key) values ('domain', ${word}, ${word})`;
  await sql`
    insert into mentions (article_id, entity_id, status, confidence, reasons, matched, count, in_title, places, seen_at)
    select 1, max(id), 'indicator', 1, '{}', ${word}, 1, false, '[]', now() from entities`;
  await countMentions(web.db);
  await sql`
    insert into daily_reports (day, time_zone, report)
    select '2024-01-01'::date + ${n}::int, 'UTC', report from daily_reports limit 1`;
}

/** What tells a row from all others. */
function keyOf(item: Record<string, unknown>): string {
  const names = ["id", "name", "day", "version", "tag", "value", "user_id", "entity_id", "article_id"];
  return names.flatMap((name) => (name in item ? [`${name}=${String(item[name])}`] : [])).join(" ");
}

async function pageThrough(path: string, search: string, between?: () => Promise<void>): Promise<string[]> {
  const keys: string[] = [];
  let cursor = "";
  for (let pages = 0; pages < 200; pages++) {
    const { status, body, text } = await who.get(`${path}?limit=2${search}${cursor}`);
    expect(status, `${path} ${search} ${text}`).toBe(200);
    expect(body.items.length, `${path} ${search}`).toBeLessThanOrEqual(2);
    keys.push(...body.items.map(keyOf));
    if (body.next_cursor === null) return keys;
    cursor = `&cursor=${body.next_cursor as string}`;
    await between?.();
  }
  throw new Error(`${path} ${search} has no end`);
}

const required: Record<string, string> = { search: "&q=harbor" };

const lists = Object.entries<Route>(routes)
  .filter(([, { response }]) => response instanceof z.ZodObject && "next_cursor" in response.shape)
  .flatMap(([name, route]) =>
    sortsOf(route).map((sort) => [name, sort, route.path.replaceAll(/:\w+/g, "1")] as const),
  );

/** Each order that the list can be had in; "" for the one that it has by itself. */
function sortsOf({ query }: Route): string[] {
  const schema = query?.shape["sort"];
  if (!schema) return [""];
  const { enum: words = [], anyOf = [] } = z.toJSONSchema(schema as z.ZodType, {
    io: "input",
    unrepresentable: "any",
  }) as { enum?: string[]; anyOf?: { enum?: string[] }[] };
  return ["", ...words, ...anyOf.flatMap((part) => part.enum ?? [])].map((word) => word && `&sort=${word}`);
}

test.each(lists)("%s%s paged to its end is the whole list, once", async (name, sort, path) => {
  const search = `${sort}${required[name] ?? ""}`;
  const whole = await who.get(`${path}?limit=200${search}`);
  expect(whole.status, whole.text).toBe(200);
  const keys = (whole.body.items as Record<string, unknown>[]).map(keyOf);
  expect(new Set(keys).size, keys.join("\n")).toBe(keys.length);
  expect(await pageThrough(path, search)).toEqual(keys);
});

let added = 100;

test.each(lists)("%s%s has no gap and no double while rows are being added", async (name, sort, path) => {
  const search = `${sort}${required[name] ?? ""}`;
  const whole = await who.get(`${path}?limit=200${search}`);
  const before = (whole.body.items as Record<string, unknown>[]).map(keyOf);
  let left = 3;
  const keys = await pageThrough(path, search, async () => {
    if (left-- > 0) await addMore(added++);
  });
  expect(new Set(keys).size, "a double").toBe(keys.length);
  // What was there before is there, in the same order; what came since may be.
  expect(keys.filter((key) => before.includes(key))).toEqual(before);
});

test.each(lists)(
  "%s%s takes no cursor of another list or of somebody's own making",
  async (name, sort, path) => {
    const search = `${sort}${required[name] ?? ""}`;
    const made = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const cursor of ["x", made(["other", 1, 1]), made([1]), made({}), made([null, null, null])]) {
      const answer = await who.get(`${path}?limit=2${search}&cursor=${cursor}`);
      expect(answer.status, `${name} ${cursor} ${answer.text}`).toBe(400);
      expect(answer.body.code, name).toBe("bad_cursor");
    }
  },
);

test("the longest name that a saved search can have leads to the next page, whatever its letters", async () => {
  await web.db.owner.sql`alter table saved_searches alter id restart with 100000`;
  const names = ["1", "2", "3", "4"].map((end) => `${"漢".repeat(119)}${end}`);
  for (const name of names)
    expect((await who.post("/api/v1/saved-searches", { name, query: "x" })).status).toBe(201);
  const keys = await pageThrough("/api/v1/saved-searches", "&target=articles");
  expect(names.filter((name) => keys.some((key) => key.includes(name)))).toEqual(names);
});
