import { once } from "node:events";
import { request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { testHandlers, testRoutes } from "../test/test-routes.ts";
import { type TestWeb, testWeb } from "../test/test-web.ts";
import type { Handlers } from "./handler.ts";

const seen = { begun: 0, ended: 0 };
const handlers: Handlers<typeof testRoutes> = {
  ...testHandlers,
  streamThings: async ({ signal }) => ({ type: "application/x-ndjson", body: late(signal) }),
};

/** Its first row comes when its reader is gone. */
async function* late(signal: AbortSignal): AsyncGenerator<string> {
  seen.begun += 1;
  try {
    if (!signal.aborted) await once(signal, "abort");
    await wait(50);
    yield "{}\n";
  } finally {
    seen.ended += 1;
  }
}

let web: TestWeb;
let url: string;
beforeAll(async () => {
  web = await testWeb({}, { routes: testRoutes, handlers });
  url = `${await web.app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/things/export`;
});
afterAll(() => web.close());

test("a stream whose reader leaves before its first row is closed like any other", async () => {
  const { headers } = await web.as("viewer");
  const asking = request(url, { headers }).end();
  asking.on("error", () => undefined);
  await expect.poll(() => seen.begun).toBe(1);
  asking.destroy();
  await expect.poll(() => seen.ended).toBe(1);
});
