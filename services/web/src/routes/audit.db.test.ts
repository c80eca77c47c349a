import { recordAudit } from "@cti/domain/audit/record";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { afterAll, beforeAll, expect, test } from "vitest";

import { type Asker, testWeb, type TestWeb } from "../../test/test-web.ts";

let web: TestWeb;
let red: number;

beforeAll(async () => {
  web = await testWeb();
  red = await web.newTenant("red");
});
afterAll(() => web.close());

const record = (tenantId: number, subject: string, action = "source.change"): Promise<number> =>
  asTenant(web.db.db, tenantId, (tx) =>
    recordAudit(tx, {
      actor: "=alice",
      address: null,
      action,
      subject,
      detail: { password: "hidden" },
      now: new Date("2026-03-01T10:00:00Z"),
    }),
  );
const subjects = async (who: Asker, query: string): Promise<string[]> =>
  ((await who.get(`/api/v1/audit?${query}`)).body as { items: { subject: string }[] }).items.map(
    ({ subject }) => subject,
  );

async function operatingAdmin(): Promise<Asker> {
  const operator = await web.as("operator");
  await web.db.owner.sql`update memberships set role = 'admin' where user_id = ${operator.userId}`;
  await web.db.owner.sql`
    update api_tokens set scopes = scopes || '{admin}' where user_id = ${operator.userId}`;
  return operator;
}

test("admins see the rows of their tenant, operators all of them, others none", async () => {
  await record(1, "ours");
  await record(red, "theirs");
  expect(await subjects(await web.as("admin"), "action=source")).toEqual(["ours"]);
  expect(await subjects(await web.as("admin", { tenant: red }), "action=source")).toEqual(["theirs"]);
  expect(await subjects(await operatingAdmin(), "action=source")).toEqual(["theirs", "ours"]);
  expect(await (await web.as("analyst")).get("/api/v1/audit")).toMatchObject({ status: 403 });
});

test("pages follow each other while rows are added, without a gap and without a double", async () => {
  const admin = await web.as("admin");
  for (let at = 0; at < 5; at++) await record(1, `page ${at}`, "page.turn");
  const seen: string[] = [];
  for (let cursor: string | null = null; ;) {
    const { body } = await admin.get(`/api/v1/audit?action=page&limit=2${cursor ? `&cursor=${cursor}` : ""}`);
    const page = body as { items: { subject: string }[]; next_cursor: string | null };
    seen.push(...page.items.map(({ subject }) => subject));
    cursor = page.next_cursor;
    if (cursor === null) break;
    await record(1, "meanwhile", "page.turn");
  }
  expect(seen).toEqual(["page 4", "page 3", "page 2", "page 1", "page 0"]);
  expect(await admin.get("/api/v1/audit?cursor=bm9wZQ")).toMatchObject({
    status: 400,
    body: { code: "bad_cursor" },
  });
});

test("the check is the operators', and finds what was changed", async () => {
  expect(await (await web.as("admin")).get("/api/v1/audit/verify")).toMatchObject({ status: 403 });
  const operator = await operatingAdmin();
  expect(await operator.get("/api/v1/audit/verify")).toMatchObject({
    status: 200,
    body: { rows: expect.any(Number) as number, first_break: null },
  });
  const id = await record(1, "changed", "odd.one");
  await web.db.owner.sql`update audit_log set actor = 'eve' where id = ${id}`;
  expect((await operator.get("/api/v1/audit/verify")).body).toMatchObject({
    first_break: { id, kind: "changed" },
  });
  await web.db.owner.sql`update audit_log set actor = '=alice' where id = ${id}`;
});

test("an export has the rows that a list would have, is a file, harmless for spreadsheets, and is in the log itself", async () => {
  const admin = await web.as("admin", { tenant: red });
  const csv = await admin.get("/api/v1/audit/export?format=csv&action=source");
  expect(csv.status).toBe(200);
  expect(csv.headers["content-type"]).toMatch(/^text\/csv/);
  expect(csv.headers["content-disposition"]).toMatch(/attachment; filename="?audit-\d{4}-\d\d-\d\d\.csv/);
  const [, row, ...rest] = csv.text.trimEnd().split("\r\n");
  expect(row).toMatch(new RegExp(`^\\d+,2026-03-01T10:00:00.000Z,${red},'=alice,,source.change,theirs,`));
  expect(rest).toEqual([]);
  expect(csv.text).not.toContain("hidden");
  const lines = await admin.get("/api/v1/audit/export?action=source");
  expect(lines.headers["content-type"]).toMatch(/^application\/x-ndjson/);
  expect(JSON.parse(lines.text)).toMatchObject({ tenant_id: red, subject: "theirs" });
  const told = await admin.get("/api/v1/audit?action=export.audit");
  expect(told.body).toMatchObject({
    items: [{ detail: { format: "ndjson" } }, { detail: { format: "csv" } }],
  });
});
