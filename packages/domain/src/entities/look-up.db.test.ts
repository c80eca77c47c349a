import { countMentions } from "@cti/testing/count-mentions";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { lookUp } from "./look-up.ts";

let db: TestDb;
const at = new Date("2026-03-10T12:00:00.000Z");

beforeEach(async () => {
  db = await testDb();
});
afterEach(() => db.drop());

let articles = 0;

async function known(type: string, value: string, externalId: string | null = null): Promise<number> {
  const [article] = await seedArticles(db, [
    { source: `lab${articles++}`, title: `On ${type} ${value}`, text: value, at },
  ]);
  const [row] = await db.sql<{ id: string }[]>`
    insert into entities (type, key, value, external_id) values (${type}, ${value}, ${value}, ${externalId}) returning id`;
  const id = Number(row?.id);
  await db.sql`
    insert into mentions (article_id, entity_id, status, role, confidence, reasons, matched, count, in_title, places, seen_at)
    values (${article ?? 0}, ${id}, 'indicator', null, 0.9, '{}', 'x', 1, false, '[]', ${at.toISOString()})`;
  await countMentions(db);
  return id;
}

const told = async (values: string[]): Promise<[string, ...string[]][]> =>
  (await lookUp(db.db, values)).map(({ value, entities }) => [
    value,
    ...entities.map((entity) => `${entity.type} ${entity.value}`),
  ]);

test("values are found defanged or not, in any case, in the order in which they were asked for", async () => {
  await known("domain", "evil.example");
  await known("sha256", "ab".repeat(32));
  await known("url", "https://evil.example/a");

  expect(
    await told(["hxxps://evil[.]example/a", "nothing.example", "EVIL[.]example", "AB".repeat(32)]),
  ).toEqual([
    ["hxxps://evil[.]example/a", "url https://evil.example/a"],
    ["nothing.example"],
    ["EVIL[.]example", "domain evil.example"],
    ["AB".repeat(32), `sha256 ${"ab".repeat(32)}`],
  ]);
});

test("names are found by their aliases and by their ATT&CK id, and a name of several gives all of them", async () => {
  const bear = await known("actor", "APT29", "G0016");
  await known("malware", "Echo");
  await known("tool", "Echo");
  await db.sql`insert into entity_aliases (entity_id, folded, alias, source) values (${bear}, 'cozybear', 'Cozy Bear', 'starter')`;

  expect(await told(["cozy-bear", "g0016", "echo"])).toEqual([
    ["cozy-bear", "actor APT29"],
    ["g0016", "actor APT29"],
    ["echo", "malware Echo", "tool Echo"],
  ]);
});

test("what no article mentions any more is not known, and a number is a value like any other", async () => {
  const id = await known("domain", "gone.example");
  await db.sql`delete from mentions`;
  await countMentions(db);
  expect(await told(["gone.example", String(id), "", "'; drop table entities; --"])).toEqual([
    ["gone.example"],
    [String(id)],
    [""],
    ["'; drop table entities; --"],
  ]);
});
