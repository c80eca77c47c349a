import type { Route } from "@cti/contract/route";
import { routes } from "@cti/contract/routes";
import { afterAll, beforeAll, expect, test } from "vitest";

import { fillShared, fillTenant, type OwnRows } from "./fill-web.ts";
import { type Asker, testWeb, type TestWeb } from "./test-web.ts";

/** Routes on one thing of a tenant's own: which one it is, and a body that would be taken. */
const own: Record<string, { row: (rows: OwnRows) => Record<string, string | number>; body?: unknown }> = {
  getNote: { row: ({ note }) => ({ id: note }) },
  changeNote: { row: ({ note }) => ({ id: note }), body: { text: "theirs" } },
  removeNote: { row: ({ note }) => ({ id: note }) },
  getSavedSearch: { row: ({ savedSearch }) => ({ id: savedSearch }) },
  changeSavedSearch: { row: ({ savedSearch }) => ({ id: savedSearch }), body: { name: "theirs" } },
  removeSavedSearch: { row: ({ savedSearch }) => ({ id: savedSearch }) },
  removeWatch: { row: ({ watch }) => ({ id: watch }) },
  removeBenign: { row: ({ benign }) => ({ id: benign }) },
  revokeToken: { row: ({ token }) => ({ id: token }) },
  revokeSession: { row: ({ session }) => ({ id: session }) },
  getUser: { row: ({ user }) => ({ id: user }) },
  changeUser: { row: ({ user }) => ({ id: user }), body: { name: "theirs" } },
  removeUser: { row: ({ user }) => ({ id: user }) },
  listUserSessions: { row: ({ user }) => ({ id: user }) },
  revokeUserSessions: { row: ({ user }) => ({ id: user }) },
  getTenant: { row: ({ tenant }) => ({ id: tenant }) },
  listMembers: { row: ({ tenant }) => ({ id: tenant }) },
  setMember: { row: ({ tenant, user }) => ({ id: tenant, user_id: user }), body: { role: "admin" } },
  removeMember: { row: ({ tenant, user }) => ({ id: tenant, user_id: user }) },
};

/** Changing tenants takes the operator, whose they all are. */
const ofOperators = new Set(["changeTenant", "removeTenant"]);

/** What all tenants share; what a tenant says about it (triage, tags, verdicts) is tested below. */
const shared =
  /^\/api\/v1\/(analyses|articles|stories|story-changes|entities|indicators|sources|runs|jobs|schedules|queues|tags|reports)\//;

const all = Object.entries<Route>(routes);
let web: TestWeb;
let mine: OwnRows;
let owner: { admin: Asker; browser: Asker };
let stranger: { admin: Asker; browser: Asker };

beforeAll(async () => {
  web = await testWeb();
  await fillShared(web);
  const askers = async (tenant: number): Promise<typeof owner> => ({
    admin: await web.as("admin", { tenant }),
    browser: await web.browser("admin", { tenant }),
  });
  const other = await web.newTenant("other");
  owner = await askers(1);
  stranger = await askers(other);
  mine = await fillTenant(web, 1, owner);
});
afterAll(async () => {
  await web.close();
});

const fill = (path: string, params: Record<string, string | number>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => String(params[name]));

test("every route on one thing says whose it is", () => {
  const unknown = all.filter(
    ([name, { path }]) =>
      path.includes(":") && !shared.test(path) && !(name in own) && !ofOperators.has(name),
  );
  expect(unknown.map(([name]) => name)).toEqual([]);
});

test.each(Object.entries(own))(
  "V8.2.2 V8.4.1 %s does not find what another tenant has",
  async (name, { row, body }) => {
    const route = (routes as Record<string, Route>)[name] as Route;
    const path = fill(route.path, row(mine));
    const before = await rows();
    for (const who of [stranger.browser, stranger.admin]) {
      if (route.scope === "account" && who === stranger.admin) continue;
      for (const ifMatch of ['"r1"', "*"]) {
        const answer = await who.ask(route.method, path, { body, headers: { "if-match": ifMatch } });
        expect(answer.status, `${name}: ${answer.text}`).toBe(404);
        expect(answer.body.code).toBe("not_found");
      }
    }
    expect(await rows()).toEqual(before);
  },
);

/** Everything that the first tenant has of its own. */
async function rows(): Promise<unknown> {
  const tables = [
    "notes",
    "saved_searches",
    "watchlists",
    "benign_entries",
    "subject_tags",
    "triage",
    "verdicts",
  ];
  const found = [];
  for (const table of tables)
    found.push(
      await web.db.owner.sql.unsafe(`select * from ${table} where tenant_id = 1 order by 1, 2, 3, 4`),
    );
  found.push(await web.db.owner.sql`select * from memberships where tenant_id = 1 order by user_id`);
  found.push(await web.db.owner.sql`select id, revoked_at from api_tokens where tenant_id = 1 order by id`);
  found.push(
    await web.db.owner.sql`
      select u.id, u.name, u.disabled_at from users u
      join memberships m on m.user_id = u.id and m.tenant_id = 1 order by u.id`,
  );
  found.push(await web.db.owner.sql`select id from sessions where tenant_id = 1 order by id`);
  return found;
}

test("V8.2.2 no list shows what another tenant has", async () => {
  const marks = /of 1\b|word1|harmless1|member-of-1|urgent|"state":"kept"/;
  for (const [name, { method, path, scope, stream }] of all) {
    if (method !== "GET" || path.includes(":") || name === "streamEvents") continue;
    const answer = await (scope === "account" ? stranger.browser : stranger.admin).get(path);
    if (answer.status === 403) continue;
    expect(answer.text, `${name} ${String(stream)}`).not.toMatch(marks);
  }
});

test("V8.2.2 what another tenant decided about shared things is not to be seen", async () => {
  const [entity] = await web.db.sql<{ id: string }[]>`
    select entity_id as id from mentions where article_id = 1 and status = 'indicator' limit 1`;
  const id = Number(entity?.id);
  expect((await owner.admin.put(`/api/v1/entities/${id}/verdict`, { verdict: "rejected" })).status).toBe(200);
  const views = [
    "/articles/1",
    "/articles/1/triage",
    "/articles/1/mentions",
    `/entities/${id}`,
    "/tags",
    "/articles",
  ];
  for (const view of views) {
    const answer = await stranger.admin.get(`/api/v1${view}`);
    expect(answer.status, view).toBe(200);
    expect(answer.text, view).not.toMatch(/:"rejected"|"urgent"|"kept"/);
  }
  expect((await owner.admin.get("/api/v1/articles/1/triage")).text).toContain('"kept"');
});

test("V8.2.2 an undo token of another tenant undoes nothing", async () => {
  const done = await owner.admin.post("/api/v1/triage/bulk", {
    subject: "article",
    ids: [2, 3],
    action: { state: "dismissed" },
  });
  expect(done.status, done.text).toBe(200);
  const undo = { undo_token: done.body.undo_token as string };
  expect((await stranger.admin.post("/api/v1/undo", undo)).status).toBe(404);
  expect((await owner.admin.post("/api/v1/undo", undo)).status).toBe(200);
});

test("V8.2.2 another tenant's key of a request is another request", async () => {
  const key = { "idempotency-key": "same" };
  const note = { subject: "article", subject_id: 1, text: "secret of 1" };
  const first = await owner.admin.post("/api/v1/notes", note, key);
  const second = await stranger.admin.post("/api/v1/notes", { ...note, text: "of another" }, key);
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.text).not.toContain("secret of 1");
});
