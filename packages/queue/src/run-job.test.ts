import { expect, test, vi } from "vitest";

import { GiveUp } from "./give-up.ts";
import { jobs, type JobSpec } from "./jobs.ts";
import type { Handler, Workload } from "./queue-types.ts";
import { runJob, type TakenJob } from "./run-job.ts";
import { JobStopped, type StopKind } from "./stop-reasons.ts";
import { TryLater } from "./try-later.ts";

const spec: JobSpec = jobs["collect-source"];
const taken: TakenJob = {
  id: "collect:k",
  key: "k",
  queue: "collect",
  name: "collect-source",
  data: { sourceId: 1 },
  attempt: 1,
  maxAttempts: 3,
  addedAt: new Date(1),
  startedAt: new Date(2),
  progress: async () => undefined,
};

function workload(run: Handler<"collect-source">): Workload {
  return { job: "collect-source", run };
}

const heedless = workload(() => new Promise(() => undefined));

test("what a handler gives back is the result", async () => {
  const run = runJob(
    taken,
    workload(async ({ payload }) => ({ seen: payload.sourceId })),
    spec,
    null,
  );
  const { end, cause } = await run.ended;
  expect(end).toMatchObject({
    outcome: "completed",
    result: { seen: 1 },
    payload: { sourceId: 1, force: false },
  });
  expect(cause).toBeNull();
});

test("a failure is tried again until the last try", async () => {
  const failing = workload(async () => {
    throw new Error("no route\0");
  });
  const first = await runJob(taken, failing, spec, null).ended;
  expect(first.end).toMatchObject({ outcome: "retrying", error: "no route\uFFFD", result: null });
  const last = await runJob({ ...taken, attempt: 3 }, failing, spec, null).ended;
  expect(last.end.outcome).toBe("failed");
});

test("a handler that gives up is not tried again", async () => {
  const hopeless = workload(async () => {
    throw new GiveUp("The model mistral is not there");
  });
  const { end } = await runJob(taken, hopeless, spec, null).ended;
  expect(end).toMatchObject({ outcome: "failed", error: "The model mistral is not there" });
});

test("a handler that can do nothing yet puts the job off, also at its last try, unless it was stopped", async () => {
  const later = new TryLater("The model is away", new Date(9));
  const waiting = workload(async () => {
    throw later;
  });
  const put = await runJob({ ...taken, attempt: 3 }, waiting, spec, null).ended;
  expect(put).toMatchObject({ later, end: { outcome: "handed_back", error: "The model is away" } });
  const run = runJob(taken, waiting, spec, null);
  run.stop(new JobStopped("cancelled", "Cancelled by ada"));
  expect(await run.ended).toMatchObject({ later: null, end: { outcome: "cancelled" } });
});

test("a handler that throws at once, or gives back what is no JSON, fails like any other", async () => {
  const throwing = workload(() => {
    throw new Error("at once");
  });
  expect((await runJob(taken, throwing, spec, null).ended).end).toMatchObject({
    outcome: "retrying",
    error: "at once",
  });
  const odd = workload(async () => ({ big: 1n }));
  expect((await runJob(taken, odd, spec, null).ended).end.outcome).toBe("retrying");
});

test("a payload that does not fit fails for good, and the handler is not called", async () => {
  const handler = vi.fn<Handler<"collect-source">>();
  const { end } = await runJob({ ...taken, data: { sourceId: "x" } }, workload(handler), spec, null).ended;
  expect(end).toMatchObject({ outcome: "failed", payload: {} });
  expect(end.error).toContain("sourceId");
  expect(handler).not.toHaveBeenCalled();
});

const outcomes: [StopKind, string][] = [
  ["cancelled", "cancelled"],
  ["time_limit", "failed"],
  ["shutdown", "handed_back"],
  ["lost", "handed_back"],
];

test.each(outcomes)(
  "a job stopped as %s is %s, even when its handler does not heed",
  async (kind, outcome) => {
    const run = runJob(taken, heedless, spec, null);
    run.stop(new JobStopped(kind, `because ${kind}`), 1);
    const { end, stopped } = await run.ended;
    expect(end).toMatchObject({ outcome, error: `because ${kind}` });
    expect(stopped?.kind).toBe(kind);
  },
);

test("the first reason to stop counts, the shortest patience too", async () => {
  const run = runJob(taken, heedless, spec, null);
  run.stop(new JobStopped("cancelled", "first"));
  run.stop(new JobStopped("shutdown", "second"), 1);
  expect((await run.ended).end).toMatchObject({ outcome: "cancelled", error: "first" });
});

test("a job that completes although it was stopped is completed", async () => {
  const done = Promise.withResolvers<Record<string, unknown>>();
  const run = runJob(
    taken,
    workload(() => done.promise),
    spec,
    null,
  );
  run.stop(new JobStopped("shutdown", "end"));
  done.resolve({ ok: true });
  expect((await run.ended).end.outcome).toBe("completed");
});

test("a job that was stopped before does not begin", async () => {
  const handler = vi.fn<Handler<"collect-source">>();
  const run = runJob(taken, workload(handler), spec, new JobStopped("cancelled", "before"));
  expect((await run.ended).end.outcome).toBe("cancelled");
  expect(handler).not.toHaveBeenCalled();
});

test("the signal aborts at the time limit", async () => {
  const heeding = workload(
    ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))),
  );
  const { end } = await runJob(taken, heeding, { ...spec, timeLimitMs: 10 }, null).ended;
  expect(end).toMatchObject({ outcome: "failed", error: "Not done within 10 ms" });
});
