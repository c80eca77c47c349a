import type { Principal } from "@cti/domain/accounts/principal";
import { forgetOldRequests } from "@cti/domain/requests/forget-old-requests";
import type { KeptAnswer } from "@cti/domain/requests/idempotency";
import { createLogger } from "@cti/observe/logger";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { type KeyedRequest, withIdempotency } from "./with-idempotency.ts";

const start = new Date("2026-03-01T10:00:00Z");
const later = (seconds: number): Date => new Date(start.getTime() + seconds * 1_000);
const log = createLogger({ level: "silent", format: "json", name: "test" });
const route = { method: "POST", path: "/api/v1/sources" } as const;
const who: Principal = {
  id: "session:70",
  kind: "session",
  userId: 7,
  username: "ada",
  tenantId: 1,
  tenant: "default",
  role: "analyst",
  operator: false,
  scopes: ["write"],
  sessionId: 70,
  tokenId: null,
  mustChangePassword: false,
  expiresAt: later(1_000_000),
};
let db: TestDb;
let runs: number;

beforeAll(async () => {
  db = await testDb();
  await db.owner.sql`insert into tenants (id, slug, name) values (2, 'b', 'B')`;
});
beforeEach(async () => {
  await db.owner.sql`truncate idempotency_keys`;
  runs = 0;
});
afterAll(async () => {
  await db.drop();
});

const answer = async (): Promise<KeptAnswer> => {
  runs++;
  return Promise.resolve({
    status: 201,
    headers: { location: `/api/v1/sources/${runs}` },
    body: `{"id":${runs}}`,
  });
};
const ask = (more: Partial<KeyedRequest> = {}, run = answer): Promise<KeptAnswer> =>
  withIdempotency(
    { db: db.db, log },
    {
      route,
      who,
      key: "k1",
      url: "/api/v1/sources",
      body: { url: "https://a.test/feed" },
      now: start,
      ...more,
    },
    run,
  );

test("a repetition gets the first answer, marked as one, and nothing is done again", async () => {
  const first = await ask();
  const again = await ask({ now: later(3_600) });
  expect(again).toEqual({ ...first, headers: { ...first.headers, "idempotent-replayed": "true" } });
  expect(runs).toBe(1);
});

test("another key, route, person, token or tenant is another request", async () => {
  await ask();
  await ask({ key: "k2" });
  await ask({ route: { method: "POST", path: "/api/v1/notes" } });
  await ask({ who: { ...who, userId: 8 } });
  await ask({ who: { ...who, kind: "token", id: "token:5" } });
  await ask({ who: { ...who, tenantId: 2 } });
  expect(runs).toBe(6);
  // Who signs in anew is the same person.
  await ask({ who: { ...who, id: "session:71" } });
  expect(runs).toBe(6);
});

test.each([{ body: { url: "https://b.test/feed" } }, { url: "/api/v1/sources?x=1" }])(
  "the key of another request is refused: %j",
  async (other) => {
    await ask();
    await expect(ask(other)).rejects.toMatchObject({ code: "idempotency_mismatch" });
  },
);

test("while the first is being answered a second one is told to wait, and only one of many runs", async () => {
  let finish = (): void => undefined;
  const first = ask({}, async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return answer();
  });
  await expect.poll(() => db.sql`select 1 from idempotency_keys`).toHaveLength(1);
  await expect(ask({ now: later(59) })).rejects.toMatchObject({ code: "idempotency_in_flight" });
  finish();
  await first;
  const all = await Promise.allSettled(Array.from({ length: 10 }, () => ask({ key: "k2" })));
  expect(all.some(({ status }) => status === "fulfilled")).toBe(true);
  expect(runs).toBe(2);
});

test("one that was never answered is taken over after a minute, and answers late to nobody else", async () => {
  let die = (): void => undefined;
  const lost = ask({}, async () => {
    await new Promise<void>((resolve) => {
      die = resolve;
    });
    return { status: 201, headers: {}, body: "late" };
  });
  await expect.poll(() => db.sql`select 1 from idempotency_keys`).toHaveLength(1);
  const second = await ask({ now: later(61) });
  die();
  await lost;
  expect((await ask({ now: later(62) })).body).toBe(second.body);
  expect(runs).toBe(1);
});

test("what failed is not kept: an error, 5xx and 429 are carried out again", async () => {
  await expect(ask({}, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await ask({}, () => Promise.resolve({ status: 503, headers: {}, body: "{}" }));
  await ask({}, () => Promise.resolve({ status: 429, headers: {}, body: "{}" }));
  expect((await ask()).status).toBe(201);
  expect(runs).toBe(1);
});

test("a refusal is kept", async () => {
  const refuse = (): Promise<KeptAnswer> => Promise.resolve({ status: 409, headers: {}, body: "{}" });
  await ask({}, refuse);
  expect(await ask()).toMatchObject({ status: 409 });
});

test("a secret is not kept: a repetition is told that it was shown", async () => {
  const secret = { route: { ...route, secret: true } } as const;
  expect((await ask(secret)).body).toBe('{"id":1}');
  await expect(ask(secret)).rejects.toMatchObject({ code: "conflict" });
  expect(await db.sql`select body from idempotency_keys`).toEqual([{ body: null }]);
  expect(runs).toBe(1);
});

test("after a day it is forgotten", async () => {
  await ask();
  expect(await forgetOldRequests(db.db, later(86_399))).toMatchObject({ requests: 0 });
  await ask({ now: later(86_401) });
  expect(runs).toBe(2);
  expect(await forgetOldRequests(db.db, later(2 * 86_402))).toMatchObject({ requests: 1 });
});

test.each(["", "a b", "é", "x".repeat(201), "a\u0000"])("the key %j is refused", async (key) => {
  await expect(ask({ key })).rejects.toMatchObject({ code: "validation_failed" });
});
