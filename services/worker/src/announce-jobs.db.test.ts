import { events } from "@cti/db/schema/events";
import { createLogger } from "@cti/observe/logger";
import type { JobEnd } from "@cti/queue/queue-types";
import { type TestDb, testDb } from "@cti/testing/test-db";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createJobAnnouncer } from "./announce-jobs.ts";

let db: TestDb;
let logged: string[];

beforeEach(async () => {
  db = await testDb();
  logged = [];
});
afterEach(() => db.drop());

function announcer(): ReturnType<typeof createJobAnnouncer> {
  const destination = { write: (line: string) => void logged.push(line) };
  const log = createLogger({ level: "debug", format: "json", name: "test", destination });
  return createJobAnnouncer({ db: db.db, log });
}

const end = (outcome: JobEnd["outcome"], n: number): JobEnd => ({
  id: `collect:${n}`,
  queue: "collect",
  name: "collect-source",
  payload: {},
  outcome,
  attempt: 1,
  addedAt: new Date(0),
  startedAt: new Date(0),
  finishedAt: new Date(0),
  result: null,
  error: outcome === "failed" ? "at https://u:pw@a.test/" : null,
});
const told = async (): Promise<Record<string, unknown>[]> =>
  (await db.db.select().from(events)).toSorted((one, other) => one.id - other.id).map(({ data }) => data);

test("jobs that failed or were cancelled are told each, the others as a number", async () => {
  const jobs = announcer();
  jobs.add([end("completed", 1), end("failed", 2), end("completed", 3), end("cancelled", 4)]);
  await waitFor(async () => expect(await told()).toHaveLength(2));
  jobs.close();
  await waitFor(async () => expect(await told()).toHaveLength(3));
  expect(await told()).toEqual([
    expect.objectContaining({
      job_id: "collect:2",
      outcome: "failed",
      error: "at https://********@a.test/",
    }),
    expect.objectContaining({ job_id: "collect:4", outcome: "cancelled", error: null }),
    { ended: { completed: 2, failed: 1, cancelled: 1 } },
  ]);
});

test("many that fail at once are told as a number, and a database that is away is only logged", async () => {
  const jobs = announcer();
  jobs.add(Array.from({ length: 40 }, (_, n) => end("failed", n)));
  await waitFor(async () => expect(await told()).toHaveLength(10));
  await db.owner.sql`alter function emit_event rename to emit_event_away`;
  jobs.close();
  await waitFor(() => expect(logged.join()).toContain("open screens were not told"));
  expect(await told()).toHaveLength(10);
});
