import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";

import { testHandlers, testRoutes } from "../test/test-routes.ts";
import { type TestWeb, testWeb } from "../test/test-web.ts";
import type { Handlers } from "./handler.ts";

const most = { working: 0, seen: 0 };
const handlers: Handlers<typeof testRoutes> = {
  ...testHandlers,
  getThing: (call, deps) =>
    call.inTenant(async (tx) => {
      most.seen = Math.max(most.seen, ++most.working);
      await tx.execute(sql`select pg_sleep(${call.params.id === 1 ? 0.5 : 0})`);
      most.working -= 1;
      return testHandlers.getThing(call, deps);
    }),
};

let web: TestWeb;
beforeAll(async () => {
  web = await testWeb({}, { routes: testRoutes, handlers });
});
afterAll(() => web.close());

test("who asks for much at once waits for themselves, and others are answered meanwhile", async () => {
  const [many, other] = [await web.as("viewer"), await web.as("analyst")];
  const connections = web.deps.sql.options.max;
  let answered = 0;
  const asked = Array.from({ length: connections * 3 }, async () => {
    expect((await many.get("/api/v1/things/1")).status).toBe(200);
    answered += 1;
  });
  await expect.poll(() => most.working).toBeGreaterThan(0);
  expect((await other.get("/api/v1/things/2")).status).toBe(200);
  expect(answered).toBeLessThan(connections);
  await Promise.all(asked);
  expect(most.seen).toBeLessThanOrEqual(connections - 1);
});
