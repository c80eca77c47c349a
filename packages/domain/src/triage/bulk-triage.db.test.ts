import { subjectTags } from "@cti/db/schema/notes";
import { triage } from "@cti/db/schema/triage";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";

import { readSearch } from "../articles/read-search.ts";
import { asTenant } from "../tenants/as-tenant.ts";
import { undo } from "../undo/undo.ts";
import { type BulkOutcome, type BulkTriage, bulkTriage } from "./bulk-triage.ts";
import { setTriage } from "./set-triage.ts";
import { showTriage } from "./show-triage.ts";
import { addTag } from "./tags.ts";

let db: TestDb;
let ids: number[];
const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 20, 12, minutes));
const by = (minutes: number, actor = "ada"): { actor: string; principal: string; now: Date } => ({
  actor,
  principal: `user:${actor}`,
  now: at(minutes),
});

beforeEach(async () => {
  db = await testDb();
  ids = await seedArticles(
    db,
    Array.from({ length: 12 }, (_, each) => ({
      source: "northlab",
      title: `Report ${each}`,
      text: each < 5 ? "Ransomware was seen." : "Nothing was seen.",
      at: at(-each),
    })),
  );
});
afterEach(() => db.drop());

function bulk(
  change: BulkTriage["change"],
  more: Partial<BulkTriage> & { minutes?: number; actor?: string } = {},
): Promise<BulkOutcome> {
  const { minutes = 0, actor = "ada", ...rest } = more;
  return db.db.transaction((tx) =>
    bulkTriage(
      tx,
      { subject: "article", which: { ids }, dryRun: false, change, ...rest },
      by(minutes, actor),
    ),
  );
}

const takeBack = (token: string | null, minutes: number, actor = "ada"): ReturnType<typeof undo> =>
  db.db.transaction((tx) => undo(tx, token ?? "", by(minutes, actor)));

const allRows = async (): Promise<unknown> => ({
  triage: await db.owner.db.select().from(triage).orderBy(asc(triage.tenantId), asc(triage.subjectId)),
  tags: await db.owner.db
    .select()
    .from(subjectTags)
    .orderBy(asc(subjectTags.subjectId), asc(subjectTags.tag)),
});

test("undoing restores every row exactly as it was", async () => {
  const [first = 0, second = 0, third = 0] = ids;
  await setTriage(
    db.db,
    { subject: "article", id: first },
    { state: "kept", starred: true },
    by(-50, "grace"),
  );
  await setTriage(db.db, { subject: "article", id: second }, { snoozed_until: at(500) }, by(-40, "grace"));
  await addTag(db.db, { subject: "article", id: first, tag: "Old" }, by(-30, "grace"));
  await addTag(db.db, { subject: "article", id: third, tag: "keep" }, by(-30, "grace"));
  const before = await allRows();
  const done = await bulk({
    state: "dismissed",
    starred: false,
    add_tags: ["Case 7", "keep"],
    remove_tags: ["old"],
  });
  expect(done).toMatchObject({ matched: 12, changed: 12, dry_run: false });
  expect(await showTriage(db.db, { subject: "article", id: second })).toMatchObject({
    state: "dismissed",
    snoozed_until: null,
    tags: ["case 7", "keep"],
    actor: "ada",
  });
  expect(await takeBack(done.undo_token, 9)).toMatchObject({ isOver: false, restored: ids, skipped: [] });
  expect(await allRows()).toEqual(before);
});

test("what somebody changed since is left alone and named", async () => {
  const [first = 0, second = 0, third = 0] = ids;
  const done = await bulk({ state: "read", add_tags: ["seen"] });
  await setTriage(db.db, { subject: "article", id: first }, { state: "kept" }, by(1, "grace"));
  await setTriage(db.db, { subject: "article", id: second }, { starred: true }, by(1, "ada"));
  const undone = await takeBack(done.undo_token, 2);
  expect(undone).toMatchObject({ skipped: [first, second], restored: ids.slice(2) });
  expect(await showTriage(db.db, { subject: "article", id: first })).toMatchObject({ state: "kept" });
  expect(await showTriage(db.db, { subject: "article", id: third })).toMatchObject({
    state: "new",
    tags: [],
  });
});

test("a token works once, within ten minutes, and for whoever was given it", async () => {
  const done = await bulk({ state: "read" });
  await expect(takeBack(done.undo_token, 1, "grace")).rejects.toMatchObject({ problem: "not_found" });
  await expect(takeBack("made-up", 1)).rejects.toMatchObject({ problem: "not_found" });
  expect(await takeBack(done.undo_token, 1)).toMatchObject({ isOver: false });
  expect(await takeBack(done.undo_token, 2)).toEqual({ isOver: true });
  const late = await bulk({ state: "kept" }, { minutes: 3 });
  expect(await takeBack(late.undo_token, 13)).toEqual({ isOver: true });
  expect(await showTriage(db.db, { subject: "article", id: ids[0] ?? 0 })).toMatchObject({ state: "kept" });
});

test("a token is worth nothing to another tenant", async () => {
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'other', 'Other')`;
  const { undo_token: token } = await bulk({ state: "read" });
  await expect(asTenant(db.db, 2, (tx) => undo(tx, token ?? "", by(1)))).rejects.toMatchObject({
    problem: "not_found",
  });
});

test("a dry run tells what would change and changes nothing", async () => {
  await setTriage(db.db, { subject: "article", id: ids[0] ?? 0 }, { state: "read" }, by(-1));
  const before = await allRows();
  const told = await bulk({ state: "read", add_tags: [] }, { dryRun: true });
  expect(told).toMatchObject({ dry_run: true, matched: 12, changed: 11, undo_token: null });
  expect(told.results[0]).toEqual({ id: ids[0], outcome: "unchanged" });
  expect(await allRows()).toEqual(before);
});

test("ids that stand for nothing are told, doubled ones count once", async () => {
  const [first = 0] = ids;
  const done = await bulk({ starred: true }, { which: { ids: [first, first, 999_999] } });
  expect(done.results).toEqual([
    { id: first, outcome: "changed" },
    { id: 999_999, outcome: "not_found" },
  ]);
});

test("by a search exactly that changes what it finds", async () => {
  const done = await bulk({ state: "kept" }, { which: { search: readSearch("ransomware", at(0)) } });
  expect(done.results.map(({ id }) => id)).toEqual(ids.slice(0, 5));
  await expect(
    bulk({ state: "kept" }, { subject: "story", which: { search: readSearch("ransomware", at(0)) } }),
  ).rejects.toMatchObject({ problem: "invalid" });
});

test("a search that finds more than ten thousand is refused with the count", async () => {
  await db.owner
    .sql`insert into articles (source_id, guid, url_key, canonical_key, title, text, html, text_source)
    select 1, 'n' || n, 'n' || n, 'n' || n, 'Many', 'a swarm', '', 'page' from generate_series(1, 10001) n`;
  await expect(bulk({ state: "kept" }, { which: { search: readSearch("swarm", at(0)) } })).rejects.toThrow(
    /10001 articles/,
  );
});

test("what does not go together is refused", async () => {
  await expect(bulk({ state: "read", snoozed_until: at(50) })).rejects.toMatchObject({ problem: "invalid" });
  await expect(bulk({ snoozed_until: at(-5) })).rejects.toMatchObject({ problem: "invalid" });
  await expect(bulk({ assignee: "nobody-here" })).rejects.toMatchObject({ problem: "invalid" });
});

test("a snoozed article comes back as new when its time has come", async () => {
  const [first = 0] = ids;
  const subject = { subject: "article" as const, id: first };
  await setTriage(db.db, subject, { snoozed_until: new Date("2999-01-01") }, by(0));
  expect(await showTriage(db.db, subject)).toMatchObject({ state: "snoozed" });
  await db.db
    .update(triage)
    .set({ snoozedUntil: new Date("2001-01-01") })
    .where(eq(triage.subjectId, first));
  expect(await showTriage(db.db, subject)).toMatchObject({ state: "new" });
});

test("two people who change the same articles at once both happen, and undoing one leaves the other", async () => {
  const [kept, starred] = await Promise.all([
    bulk({ state: "kept" }, { minutes: 1 }),
    bulk({ starred: true }, { minutes: 2, actor: "grace" }),
  ]);
  expect(await showTriage(db.db, { subject: "article", id: ids[0] ?? 0 })).toMatchObject({
    state: "kept",
    starred: true,
  });
  expect(kept.changed + starred.changed).toBe(24);
});

test("what somebody changed in the same millisecond is left alone, and what is taken back in turn is as it was", async () => {
  const [id = 0] = ids;
  const first = await bulk({ state: "read" });
  await setTriage(db.db, { subject: "article", id }, { state: "kept" }, by(0, "bob"));
  expect(await takeBack(first.undo_token, 1)).toMatchObject({ restored: ids.slice(1), skipped: [id] });
  expect(await showTriage(db.db, { subject: "article", id })).toMatchObject({ state: "kept", actor: "bob" });
  const before = await allRows();
  const [second, third] = [await bulk({ state: "snoozed" }), await bulk({ starred: true })];
  expect(await takeBack(third.undo_token, 1)).toMatchObject({ skipped: [] });
  expect(await takeBack(second.undo_token, 1)).toMatchObject({ skipped: [] });
  expect(await allRows()).toEqual(before);
});
