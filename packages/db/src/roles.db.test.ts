import { randomBytes } from "node:crypto";

import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { appRole, openClient } from "./client.ts";
import { migrationStatus } from "./migrate.ts";
import { openDatabase } from "./open.ts";

let database: TestDb;
/** A login of a deployment that owns nothing, as docs/tenants.md makes it. */
let login: string;
let url: string;

beforeEach(async () => {
  database = await testDb();
  login = `login_${randomBytes(6).toString("hex")}`;
  const parts = new URL(database.url);
  [parts.username, parts.password] = [login, "a long password"];
  url = parts.href;
  const { sql } = database.owner;
  await sql.unsafe(`create role ${login} login password 'a long password'`);
  await sql.unsafe(`grant cti_app to ${login}`);
  await sql.unsafe(`grant usage on schema drizzle to ${login}`);
  await sql.unsafe(`grant select on drizzle.__drizzle_migrations to ${login}`);
  await sql`insert into tenants (id, slug, name) values (2, 'theirs', 'Theirs')`;
  await sql`insert into watchlists (tenant_id, kind, value) values (1, 'term', 'ours'), (2, 'term', 'theirs')`;
});
afterEach(async () => {
  const { sql } = database.owner;
  await sql.unsafe(`drop owned by ${login}`);
  await sql.unsafe(`drop role ${login}`);
  await database.drop();
});

test("a login of its own opens the database, restricted, and sees whether its schema is up to date", async () => {
  expect((await migrationStatus(url)).pending).toEqual([]);
  const opened = await openDatabase({ url, dataDir: "", poolSize: 1, name: "own login", tenant: 1 });
  try {
    expect(opened.isRestricted).toBe(true);
    expect(await opened.sql`select value from watchlists`).toEqual([{ value: "ours" }]);
  } finally {
    await opened.close();
  }
});

test("a login of its own sees no more when it takes its role off, and changes nothing of the audit log", async () => {
  const client = openClient(url, { poolSize: 1, name: "own login", role: appRole, tenant: 1 });
  try {
    await client.sql`set role none`;
    expect(await client.sql`select session_user = current_user as off`).toEqual([{ off: true }]);
    expect(await client.sql`select value from watchlists`).toEqual([{ value: "ours" }]);
    for (const statement of [
      "update audit_log set actor = 'x'",
      "delete from audit_log",
      "alter table watchlists disable row level security",
      `set role ${new URL(database.url).username}`,
      "create table mine ()",
    ])
      await expect(client.sql.unsafe(statement), statement).rejects.toMatchObject({ code: "42501" });
  } finally {
    await client.close();
  }
});

test("who looks after the schema opens it with all the rights of the login", async () => {
  const opened = await openDatabase({
    url: database.url,
    dataDir: "",
    poolSize: 1,
    name: "owner",
    asOwner: true,
  });
  try {
    expect(opened.isRestricted).toBe(false);
    expect(await opened.sql`select value from watchlists order by value`).toHaveLength(2);
  } finally {
    await opened.close();
  }
});
