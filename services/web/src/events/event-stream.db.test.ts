import type { AddressInfo } from "node:net";

import type { Principal } from "@cti/domain/accounts/principal";
import { announceRevoked, revokeSessions } from "@cti/domain/accounts/sessions";
import { emitEvent } from "@cti/domain/events/emit-event";
import { isStillSignedIn } from "@cti/domain/events/is-still-signed-in";
import { afterEach, beforeEach, expect, test } from "vitest";

import { type Asker, testWeb, type TestWeb } from "../../test/test-web.ts";
import { contentSecurityPolicy } from "../security-headers.ts";
import { eventStream } from "./event-stream.ts";

let web: TestWeb;
let url: string;

beforeEach(async () => {
  web = await testWeb({ eventsPerUser: 2 });
  await web.app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(web.app.server.address() as AddressInfo).port}/api/v1/events`;
});
afterEach(async () => {
  await web.close();
});

type Open = {
  status: number;
  headers: Headers;
  /** Reads on until the text so far has this. */
  until(part: string): Promise<string>;
  /** Reads on until the server ends it; all of its text. */
  end(): Promise<string>;
  leave(): void;
};

/** Over a real socket. */
async function open(who: Asker, query = "", headers: Record<string, string> = {}): Promise<Open> {
  const hangUp = new AbortController();
  const response = await fetch(url + query, {
    headers: { ...who.headers, ...headers },
    signal: hangUp.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const more = async (): Promise<boolean> => {
    const part = await reader?.read();
    text += part?.value ?? "";
    return part?.done === false;
  };
  return {
    status: response.status,
    headers: response.headers,
    until: async (part) => {
      while (!text.includes(part)) if (!(await more())) throw new Error(`ended without ${part}: ${text}`);
      return text;
    },
    end: async () => {
      while (await more());
      return text;
    },
    leave: () => {
      hangUp.abort();
    },
  };
}

const emit = (n: number, more: object = {}): Promise<void> =>
  emitEvent(web.db.db, { event: "run.progress", topic: "run:311", data: { n }, ...more });

test("an open screen is told what happens, with every header of the API", async () => {
  const stream = await open(await web.as("viewer"), "?topics=runs");
  expect(stream.status).toBe(200);
  expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(stream.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
  expect(stream.headers.get("cache-control")).toBe("no-store");
  expect(stream.headers.get("content-encoding")).toBeNull();
  expect(await stream.until("\n\n")).toMatch(/^retry: 3000\nid: 0\n\n/);
  await emit(1, { topic: "stories" });
  await emit(2);
  const text = await stream.until('"n":2');
  expect(text).toMatch(/id: \d+\nevent: run\.progress\ndata: \{"n":2,"topic":"run:311"\}/);
  expect(text).not.toContain('"n":1');
});

test("who comes back says what it has seen and gets the rest, by header before query", async () => {
  for (const n of [1, 2, 3]) await emit(n);
  const [row] = await web.db.sql<{ id: string }[]>`select id from events where data ->> 'n' = '2'`;
  const last = row?.id ?? "";
  const viewer = await web.as("viewer");
  const stream = await open(viewer, "?after=0", { "last-event-id": last });
  expect(await stream.until('"n":3')).not.toContain('"n":2');
  const other = await open(viewer, `?after=${last}`, { "last-event-id": "nonsense" });
  expect(await other.until('"n":3')).not.toContain('"n":2');
});

test("of another tenant, or for another user, nothing is heard", async () => {
  const tenant = await web.newTenant("other");
  const mine = await open(await web.as("viewer"));
  const theirs = await open(await web.as("viewer", { tenant }));
  await emit(1, { tenantId: tenant });
  await emit(2, { userId: (await web.as("admin")).userId });
  await emit(3);
  expect(await theirs.until('"n":3')).toContain('"n":1');
  const text = await mine.until('"n":3');
  expect(text).not.toContain('"n":1');
  expect(text).not.toContain('"n":2');
});

test("V7.4.1 a session that is revoked ends its stream at once, and says so first", async () => {
  const browser = await web.browser("analyst");
  const stream = await open(browser, "?topics=stories");
  await stream.until("\n\n");
  await announceRevoked(web.db.db, await revokeSessions(web.db.db, browser.userId ?? 0));
  expect(await stream.end()).toContain("event: session.revoked\n");
  expect((await open(browser)).status).toBe(401);
});

test("the end of another session or token of the same person ends no stream and is not told", async () => {
  const browser = await web.browser("analyst");
  const stream = await open(browser);
  await stream.until("\n\n");
  const userId = browser.userId ?? 0;
  await announceRevoked(web.db.db, [{ id: 987_654, userId }]);
  await emitEvent(web.db.db, { event: "session.revoked", topic: "token:1", userId, data: { token_id: 1 } });
  await emit(1);
  expect(await stream.until('"n":1')).not.toContain("session.revoked");
  expect((await open(browser)).status).toBe(200);
});

test("V7.4.1 without a word of it the next heartbeat finds that the credential is over", async () => {
  const asker = await web.as("viewer");
  const [token] = await web.db.sql<{ id: string }[]>`
    select id from api_tokens where user_id = ${asker.userId}`;
  const who = {
    id: `token:${token?.id}`,
    kind: "token",
    userId: asker.userId ?? 0,
    tenantId: 1,
    tokenId: Number(token?.id),
  } as unknown as Principal;
  const { signal } = new AbortController();
  const listener = { tenantId: 1, userId: who.userId, credential: who.id, topics: null };
  const stream = eventStream({
    open: () => web.deps.events.open(listener, null, 5),
    credential: who.id,
    signal,
    isStillSignedIn: () => isStillSignedIn(web.db.db, who, { now: new Date(), idleMs: 1_000 }),
    heartbeatMs: 5,
  });
  const next = async (): Promise<string | undefined> => (await stream.next()).value as string | undefined;
  await next();
  expect(await next()).toBe(": still here\n\n");
  await web.db.sql`update api_tokens set revoked_at = now()`;
  let text = "";
  for await (const part of stream) text += part;
  expect(text).toMatch(/event: session\.revoked\ndata: \{\}\n\n$/);
});

test.each([
  ["a session that was left alone", `update sessions set last_seen_at = now() - interval '13 hours'`],
  ["a session at its end", `update sessions set expires_at = now() - interval '1 second'`],
  ["a disabled user", `update users set disabled_at = now()`],
  ["somebody who is no longer a member", `delete from memberships`],
  ["a closed tenant", `update tenants set disabled_at = now()`],
])("V7.4.2 %s may no longer listen", async (_, change) => {
  const { userId } = await web.browser("viewer");
  const [session] = await web.db.sql<{ id: string }[]>`select id from sessions where user_id = ${userId}`;
  const who = { kind: "session", sessionId: Number(session?.id), userId, tenantId: 1 } as never;
  const ask = (): Promise<boolean> =>
    isStillSignedIn(web.db.db, who, { now: new Date(), idleMs: 12 * 3_600_000 });
  expect(await ask()).toBe(true);
  await web.db.owner.sql.unsafe(change);
  expect(await ask()).toBe(false);
});

test("nobody holds more streams than may be, and who hangs up makes room", async () => {
  const viewer = await web.as("viewer");
  const first = await open(viewer);
  await open(viewer);
  const refused = await open(viewer);
  expect(refused.status).toBe(429);
  expect(await refused.end()).toContain('"code":"rate_limited"');
  expect((await open(await web.as("analyst"))).status).toBe(200);
  first.leave();
  await expect.poll(async () => (await open(viewer)).status).toBe(200);
});

test("HEAD opens nothing", async () => {
  const viewer = await web.as("viewer");
  for (let n = 0; n < 4; n++) expect((await viewer.ask("HEAD", "/api/v1/events")).status).toBe(200);
  expect((await open(viewer)).status).toBe(200);
});

test("when the service stops its streams end at once", async () => {
  const stream = await open(await web.as("viewer"));
  await stream.until("\n\n");
  const [text] = await Promise.all([stream.end(), web.app.close()]);
  expect(text).toMatch(/^retry: /);
});

test.each(["topics=run:311,", "topics=Run", "topics=a%00", "after=-1", "after=x", "x=1"])(
  "%s is refused",
  async (query) => {
    expect((await (await web.as("viewer")).get(`/api/v1/events?${query}`)).status).toBe(400);
  },
);
