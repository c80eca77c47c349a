import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/**
 * A row of each table that belongs to tenants, told apart by `n`; a table that is missing here fails the first test.
 * `__` stands for the tenant.
 */
const rows: Record<string, (n: number) => string> = {
  analysis_verdicts: (n) => `(tenant_id, analysis_id, claim, verdict, actor) values (__, ${n}, 0, 'up', 'a')`,
  api_tokens: (n) => `(tenant_id, user_id, name, prefix, token_hash, scopes, created_at, expires_at)
    values (__, 1, 't', 'p${n}', 'h${n}', '{read}', now(), now())`,
  benign_entries: (n) => `(tenant_id, match, value, actor) values (__, 'exact', 'v${n}', 'a')`,
  benign_marks: (n) => `(tenant_id, entity_id, entry_id, reason) values (__, ${n}, ${Math.min(n, 2)}, 'r')`,
  idempotency_keys: (n) => `(tenant_id, principal, route, key, request_hash, created_at)
    values (__, 'user:1', 'r', 'k${n}', 'h', now())`,
  notes: (n) => `(tenant_id, subject, subject_id, text, actor) values (__, 'article', ${n}, 't', 'a')`,
  saved_searches: (n) => `(tenant_id, name, query, visibility, actor) values (__, 'n${n}', 'q', 'team', 'a')`,
  scores: (n) => `(tenant_id, subject, subject_id, total, at, product, middle, parts, version, ranked_at)
    values (__, 'article', ${n}, 1, now(), 1, 1, '[]', '1', now())`,
  subject_tags: (n) => `(tenant_id, subject, subject_id, tag, actor) values (__, 'article', ${n}, 't', 'a')`,
  triage: (n) => `(tenant_id, subject, subject_id, state, actor, changed_at)
    values (__, 'article', ${n}, 'kept', 'a', now())`,
  undo_tokens: (n) => `(token_hash, tenant_id, principal, action, before, created_at, expires_at)
    values ('h${n}', __, 'user:1', 'a', '{}', now(), now())`,
  verdicts: (n) => `(tenant_id, entity_id, verdict, actor) values (__, ${n}, 'accepted', 'a')`,
  watchlists: (n) => `(tenant_id, kind, value) values (__, 'term', 'v${n}')`,
};

/** They have a tenant_id, and no row-level security, because of what they are asked before a tenant is known. */
const withoutRowSecurity: Record<string, string> = {
  audit_log: "operators read all of it, and nobody changes it: the role has no right to",
  events: "a process reads each once for all its readers, and shows each reader their own",
  memberships: "signing in asks for the tenants of a user",
  sessions: "a cookie says which session it is, and the session of which tenant",
};

/** In the order in which they can be filled. */
const filling = ["benign_entries", ...Object.keys(rows).filter((name) => name !== "benign_entries")];
const [mine, theirs] = [1, 2] as const;
let database: TestDb;

beforeAll(async () => {
  database = await testDb();
  const { sql } = database.owner;
  await sql`insert into tenants (id, slug, name) values (${theirs}, 'theirs', 'Theirs')`;
  await sql`insert into users (username) values ('ada')`;
  await sql`insert into entities (type, value, key) select 'domain', n || '.test', n || '.test' from generate_series(1, 9) n`;
  await sql`
    insert into analyses (subject, subject_id, kind, model, prompt_version, input_hash, params, status)
    select 'article', n, 'summary', 'm', 'summary-1', n::text, '{}', 'completed' from generate_series(1, 9) n`;
  for (const table of filling)
    for (const tenant of [mine, theirs]) await sql.unsafe(insert(table, tenant, tenant));
});
afterAll(() => database.drop());

test("every table with a tenant_id has row-level security and is tried here, or has a reason not to", async () => {
  const tables = await database.owner.sql<{ name: string; secured: boolean; policies: number }[]>`
    select c.relname as name, c.relrowsecurity as secured,
      (select count(*) from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname)::int as policies
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace order by c.relname`;
  const secured = tables.filter(({ secured }) => secured).map(({ name }) => name);
  expect(secured).toEqual(Object.keys(rows).toSorted());
  expect(tables.filter(({ secured }) => !secured).map(({ name }) => name)).toEqual(
    Object.keys(withoutRowSecurity),
  );
  for (const { name, policies } of tables) expect(policies, name).toBe(name in rows ? 1 : 0);
  const [{ count } = { count: 0 }] = await database.owner.sql<{ count: number }[]>`
    select count(*)::int as count from pg_policies where tablename <> all(${Object.keys(rows)})`;
  expect(count).toBe(0);
});

test("every view shows what whoever asks may see, not what its owner may", async () => {
  const views = await database.owner.sql`
    select relname as name, coalesce(reloptions::text like '%security_invoker=true%', false) as invoker
    from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace`;
  for (const { name, invoker } of views) expect(invoker, String(name)).toBe(true);
  expect(views.length).toBeGreaterThan(0);
});

describe.each(Object.keys(rows))("of %s", (table) => {
  test("a tenant sees its own rows, whatever the statement asks for", async () => {
    expect(await tenantsIn(`select tenant_id from ${table}`)).toEqual([mine]);
    expect(await tenantsIn(`select tenant_id from ${table} where tenant_id = ${theirs}`)).toEqual([]);
    expect(await tenantsIn(`select tenant_id from ${table} where tenant_id = ${theirs} or true`)).toEqual([
      mine,
    ]);
    expect(
      await tenantsIn(`select x.tenant_id from tenants n join ${table} x on x.tenant_id = n.id`),
    ).toEqual([mine]);
  });

  test("a tenant changes and removes nothing of another", async () => {
    for (const statement of [
      `update ${table} set tenant_id = tenant_id`,
      `update ${table} set tenant_id = tenant_id where tenant_id = ${theirs}`,
      `delete from ${table} where tenant_id = ${theirs}`,
      `delete from ${table}`,
    ]) {
      const touched = await undone(`${statement} returning tenant_id`);
      expect(
        touched.filter((tenant) => tenant !== mine),
        statement,
      ).toEqual([]);
    }
    expect(await all(table)).toEqual([mine, theirs]);
  });

  test("a tenant gives no row to another, and takes none", async () => {
    const refused = { code: "42501", message: expect.stringContaining("row-level security") as unknown };
    await expect(undone(insert(table, theirs, theirs + 1))).rejects.toMatchObject(refused);
    await expect(undone(`update ${table} set tenant_id = ${theirs}`)).rejects.toMatchObject(refused);
    expect(await undone(`update ${table} set tenant_id = ${mine} returning tenant_id`)).toEqual([mine]);
    expect(await all(table)).toEqual([mine, theirs]);
  });

  test("without a tenant, or with one that there is not, there is nothing", async () => {
    for (const tenant of ["", "0", "-1", "3"]) {
      expect(await undone(`select tenant_id from ${table}`, tenant)).toEqual([]);
      expect(await undone(`update ${table} set tenant_id = tenant_id returning tenant_id`, tenant)).toEqual(
        [],
      );
      expect(await undone(`delete from ${table} returning tenant_id`, tenant)).toEqual([]);
      await expect(undone(insert(table, mine, 9), tenant)).rejects.toMatchObject({ code: "42501" });
    }
  });

  test("a row whose tenant nobody named is the transaction's, and without one is refused", async () => {
    const unnamed = insert(table, mine, 3)
      .replace("(tenant_id, ", "(")
      .replace(", tenant_id, ", ", ")
      .replace(/values \(1, /, "values (")
      .replace("('h3', 1, ", "('h3', ");
    expect(await undone(`${unnamed} returning tenant_id`, String(theirs))).toEqual([theirs]);
    await expect(undone(unnamed, "")).rejects.toMatchObject({
      code: expect.stringMatching(/42501|23502/) as unknown,
    });
  });
});

test("the role cannot switch row-level security off", async () => {
  for (const table of Object.keys(rows)) {
    for (const statement of [
      `alter table ${table} disable row level security`,
      `alter table ${table} no force row level security`,
      `drop policy ${table}_of_tenant on ${table}`,
      `alter policy ${table}_of_tenant on ${table} using (true)`,
      `create policy all_of_it on ${table} using (true)`,
      `alter table ${table} owner to cti_app`,
      `truncate ${table} cascade`,
    ])
      await expect(database.sql.unsafe(statement), statement).rejects.toMatchObject({ code: "42501" });
    await expect(
      database.sql.begin(async (tx) => {
        await tx.unsafe("set local row_security = off");
        await tx.unsafe(`select * from ${table}`);
      }),
    ).rejects.toMatchObject({ message: expect.stringContaining("row-level security") as unknown });
  }
});

test("the role makes no roles, gives itself nothing, and neither replaces nor shadows what tells the tenant", async () => {
  for (const statement of [
    "alter role cti_app bypassrls",
    "alter role cti_app superuser",
    "create role another",
    "grant pg_read_all_data to cti_app",
    "create or replace function current_tenant() returns bigint language sql as 'select 2::bigint'",
    "create function public.mine() returns int language sql as 'select 1'",
    "create table public.mine ()",
    "create schema mine",
    "create extension dblink",
    "copy (select 1) to program 'true'",
  ])
    await expect(database.sql.unsafe(statement), statement).rejects.toMatchObject({ code: "42501" });
});

test("a token is found before its tenant is known, by its hash alone", async () => {
  const found = await undone("select tenant_id from find_api_token('h2')", "");
  expect(found).toEqual([theirs]);
  expect(await undone("select tenant_id from find_api_token('%')", "")).toEqual([]);
});

function insert(table: string, tenant: number, n: number): string {
  return `insert into ${table} ${rows[table]?.(n) ?? ""}`.replace("__", String(tenant));
}

async function tenantsIn(statement: string): Promise<number[]> {
  return (await database.sql.unsafe(statement)).map((row) => Number(row["tenant_id"]));
}

/** What a statement of the role's gives back; it is taken back afterwards. */
async function undone(statement: string, tenant = String(mine)): Promise<number[]> {
  let seen: number[] = [];
  const end = new Error("taken back");
  await database.sql
    .begin(async (tx) => {
      await tx`select set_config('cti.tenant', ${tenant}, true)`;
      seen = (await tx.unsafe(statement)).map((row) => Number(row["tenant_id"]));
      throw end;
    })
    .catch((error: unknown) => {
      if (error !== end) throw error;
    });
  return seen;
}

async function all(table: string): Promise<number[]> {
  const found = await database.owner.sql.unsafe(`select tenant_id from ${table} order by tenant_id`);
  return found.map((row) => Number(row["tenant_id"]));
}
