import { afterAll, beforeAll, expect, test } from "vitest";

import { type TestWeb, testWeb } from "../../test/test-web.ts";

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb();
});
afterAll(() => web.close());

const path = "/api/v1/account/preferences";

test("each has preferences of their own, in whichever browser", async () => {
  const [mine, other] = [await web.browser("viewer"), await web.browser("analyst")];
  expect((await mine.get(path)).body).toMatchObject({ theme: null, keys_enabled: true, visits: {} });
  const visits = { triage: "2026-03-10T12:00:00+01:00" };
  const changed = await mine.patch(path, { theme: "dark", time_zone: "Europe/Berlin", visits });
  expect(changed.body).toMatchObject({
    theme: "dark",
    time_zone: "Europe/Berlin",
    visits: { triage: "2026-03-10T11:00:00.000Z" },
  });
  expect((await mine.get(path)).body).toEqual(changed.body);
  expect((await other.get(path)).body.theme).toBeNull();
});

test("a token has no preferences", async () => {
  expect((await (await web.as("admin")).get(path)).status).toBe(403);
});

test.each([
  { theme: "pink" },
  { time_zone: "Mars/Olympus" },
  { keys: { "no good": "x" } },
  { keys: { keep: "x".repeat(41) } },
  { views: { triage: "x".repeat(2_001) } },
  { visits: { triage: "yesterday" } },
  { somebody: "else" },
  JSON.parse('{"keys": {"__proto__": "x"}}') as object,
])("%j is refused", async (change) => {
  const mine = await web.browser("viewer");
  expect((await mine.patch(path, change)).status).toBe(400);
});
