import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

import { type TestDb, testDb } from "@cti/testing/test-db";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openClient } from "./client.ts";

let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

test("what is asked in answer to a connection that broke is answered, and so is all after it", async () => {
  const way = await openWay(database.url);
  const client = openClient(way.url, { poolSize: 1, name: "breaking" });
  try {
    const [own] = await client.sql`select pg_backend_pid() as pid`;
    const slow = client.sql`select pg_sleep(30)`.execute();
    const sleeper = (): Promise<unknown> =>
      database.sql`select from pg_stat_activity where pid = ${own?.["pid"]} and wait_event = 'PgSleep'`;
    await waitFor(async () => expect(await sleeper()).toHaveLength(1));
    way.reset();
    await expect(slow.catch(() => client.sql`select 2 as answer`)).resolves.toEqual([{ answer: 2 }]);
    expect(await client.sql`select 3 as answer`).toEqual([{ answer: 3 }]);
  } finally {
    await client.close();
    way.close();
  }
});

/** A way to the database whose connections can be reset. */
async function openWay(url: string): Promise<{ url: string; reset: () => void; close: () => void }> {
  const { hostname, port } = new URL(url);
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    const onward = connect(Number(port), hostname);
    clients.add(client);
    client.on("error", () => undefined).on("close", () => onward.destroy());
    onward.on("error", () => undefined).on("close", () => client.destroy());
    client.pipe(onward).pipe(client);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const way = new URL(url);
  way.hostname = "127.0.0.1";
  way.port = String((server.address() as AddressInfo).port);
  return {
    url: way.href,
    reset: () => {
      for (const client of clients) client.resetAndDestroy();
      clients.clear();
    },
    close: () => void server.close(),
  };
}
