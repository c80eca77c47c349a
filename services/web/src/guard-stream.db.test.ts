import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { seen, testHandlers, testRoutes } from "../test/test-routes.ts";
import { type TestWeb, testWeb } from "../test/test-web.ts";

let web: TestWeb;
let url: string;
beforeAll(async () => {
  web = await testWeb({}, { routes: testRoutes, handlers: testHandlers });
  url = `${await web.app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/things/export?endless=true`;
});
afterAll(() => web.close());

test("an export ends when its token is revoked, and as a broken one", async () => {
  const { headers, userId } = await web.as("viewer");
  const answer = await fetch(url, { headers });
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await web.db.owner.sql`update api_tokens set revoked_at = now() where user_id = ${userId}`;
  const now = performance.now.bind(performance);
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + 20_000);
  await expect(
    (async () => {
      while ((await reader?.read())?.done === false);
    })(),
  ).rejects.toThrow("terminated");
  clock.mockRestore();
});

test("nobody holds many exports open, and who leaves makes room", async () => {
  const { headers } = await web.as("analyst");
  const ended = seen.ended;
  const gone = new AbortController();
  const open = Array.from({ length: 8 }, () => fetch(url, { headers, signal: gone.signal }));
  expect((await Promise.all(open)).map(({ status }) => status)).toEqual(Array(8).fill(200));
  const refused = await fetch(url, { headers });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "10"]);
  await refused.text();
  gone.abort();
  await expect.poll(() => seen.ended - ended).toBe(8);
  const again = new AbortController();
  await expect.poll(async () => (await fetch(url, { headers, signal: again.signal })).status).toBe(200);
  again.abort();
});
