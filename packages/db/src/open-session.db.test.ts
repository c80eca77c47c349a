import { type TestDb, testDb } from "@cti/testing/test-db";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openSession } from "./open-session.ts";

let database: TestDb;
beforeEach(async () => {
  database = await testDb();
});
afterEach(() => database.drop());

test("a session is one connection with a name, and the server soon notices when its machine is gone", async () => {
  const session = openSession(database.sql, "locks");
  const ask = (): Promise<unknown> =>
    session`
    select current_setting('application_name') as name, current_setting('tcp_keepalives_idle')::int
      + current_setting('tcp_keepalives_count')::int * current_setting('tcp_keepalives_interval')::int as seconds,
      pg_backend_pid() as pid`.then(([row]) => row);
  const [first, second] = await Promise.all([ask(), ask()]);
  expect(first).toEqual(second);
  expect(first).toMatchObject({ name: expect.stringMatching(/ locks$/), seconds: 30 });
  await session.end();
});
