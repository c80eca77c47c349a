import { waitFor } from "@cti/testing/wait-for";
import { expect, test, vi } from "vitest";

import { idle, onEachBackend } from "../test/queue-desk.ts";
import { freePort, startKillableWorker } from "../test/queue-servers.ts";
import { openQueues } from "./open-queues.ts";
import { QueueError } from "./queue-error.ts";
import type { Handler, Queues } from "./queue-types.ts";
import { stopReason } from "./stop-reasons.ts";

onEachBackend("the queue", (desk) => {
  const { work, reaches } = desk;

  async function stateOf(id: string): Promise<string | undefined> {
    return (await desk.queues.find(id))?.state;
  }

  async function endsWith(outcomes: string[]): Promise<void> {
    await expect.poll(() => desk.ends.map((end) => end.outcome)).toEqual(outcomes);
  }

  test("runs a job with its parsed payload and keeps what it gives back", async () => {
    const seen = vi.fn<(payload: unknown) => void>();
    await work(async (context) => {
      seen({ ...context.payload, attempt: context.attempt });
      await context.progress({ pages: 3 });
      return { articles: 2, title: "nul \0 and half \ud83d" };
    });
    const { id, added } = await desk.queues.enqueue("collect-source", {
      sourceId: 7,
      trigger: "cli",
      actor: "me",
    });
    expect(added).toBe(true);
    await reaches(id, "completed");
    expect(seen.mock.calls).toEqual([
      [{ sourceId: 7, force: false, trigger: "cli", actor: "me", attempt: 1 }],
    ]);
    const result = { articles: 2, title: "nul \uFFFD and half \uFFFD" };
    expect(await desk.queues.find(id)).toMatchObject({
      id,
      queue: "collect",
      name: "collect-source",
      worker: "host:1:1",
      progress: { pages: 3 },
      result,
      error: null,
    });
    expect(desk.ends).toMatchObject([{ id, outcome: "completed", attempt: 1, result, error: null }]);
  });

  test("adds no second job of a key while the first waits or runs, and adds one after it has ended", async () => {
    const first = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    expect(await desk.queues.enqueue("collect-source", { sourceId: 1 })).toEqual({
      id: first.id,
      added: false,
    });
    const held = Promise.withResolvers<Record<string, unknown>>();
    await work(() => held.promise);
    await reaches(first.id, "active");
    expect(await desk.queues.enqueue("collect-source", { sourceId: 1 })).toEqual({
      id: first.id,
      added: false,
    });
    expect((await desk.queues.enqueue("collect-source", { sourceId: 2 })).added).toBe(true);
    held.resolve({});
    await reaches(first.id, "completed");
    expect((await desk.queues.enqueue("collect-source", { sourceId: 1 })).added).toBe(true);
  });

  test("adds many at once, and of each key one", async () => {
    await desk.queues.enqueue("collect-source", { sourceId: 5 });
    const payloads = Array.from({ length: 600 }, (_, index) => ({ sourceId: 1 + (index % 500) }));
    expect(await desk.queues.enqueueAll("collect-source", payloads)).toBe(499);
    const [collect] = await desk.queues.states();
    expect(collect?.counts.waiting).toBe(500);
  });

  test("takes the most urgent first, and equals in the order of their arrival", async () => {
    for (const [sourceId, priority] of [[1], [2, 9], [3, 1], [4], [5, 9]] as [number, number?][]) {
      await desk.queues.enqueue("collect-source", { sourceId }, priority === undefined ? {} : { priority });
    }
    const order: number[] = [];
    await work(
      async ({ payload }) => {
        order.push(payload.sourceId);
        return {};
      },
      { concurrency: 1 },
    );
    await expect.poll(() => order).toEqual([3, 1, 4, 2, 5]);
  });

  test("keeps a delayed job until its time", async () => {
    await work(idle);
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 }, { delayMs: 1_500 });
    expect(await stateOf(id)).toBe("delayed");
    await reaches(id, "completed");
    const [end] = desk.ends;
    expect(Number(end?.startedAt) - Number(end?.addedAt)).toBeGreaterThanOrEqual(1_500);
  });

  test("tries a failing job again after a growing pause, then gives it up, and puts it back on demand", async () => {
    const handler = vi.fn<Handler<"collect-source">>().mockRejectedValue(new Error("bad \0 page \ud83d"));
    await work(handler);
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    for (const pauseMs of [5_000, 10_000]) {
      await reaches(id, "delayed");
      const job = await desk.bull["collect"]?.getJob(id.slice("collect:".length));
      expect(job?.delay).toBeGreaterThanOrEqual(pauseMs * 0.5);
      expect(job?.delay).toBeLessThanOrEqual(pauseMs * 1.5);
      expect(await desk.queues.retry(id)).toBe(false);
      await job?.promote();
    }
    await reaches(id, "failed");
    expect(await desk.queues.find(id)).toMatchObject({
      attempts: 3,
      maxAttempts: 3,
      error: "bad \uFFFD page \uFFFD",
    });
    await endsWith(["retrying", "retrying", "failed"]);
    handler.mockResolvedValue({ ok: true });
    expect(await desk.queues.retry(id)).toBe(true);
    await reaches(id, "completed");
    expect(desk.ends.at(-1)).toMatchObject({ outcome: "completed", attempt: 1 });
  });

  test("removes a waiting or delayed job that is cancelled, and frees its key", async () => {
    const waiting = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    const delayed = await desk.queues.enqueue("collect-source", { sourceId: 2 }, { delayMs: 60_000 });
    for (const { id } of [waiting, delayed]) {
      expect(await desk.queues.cancel(id, "someone")).toBe("removed");
      expect(await desk.queues.find(id)).toBeNull();
      expect(await desk.queues.cancel(id, "someone")).toBe("gone");
    }
    expect((await desk.queues.enqueue("collect-source", { sourceId: 1 })).added).toBe(true);
  });

  test("stops a running job that another process cancels, for good until it is put back", async () => {
    let handler: Handler<"collect-source"> = untilStopped;
    await work((context) => handler(context));
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await reaches(id, "active");
    const other = await openQueues(desk.server.connection);
    desk.closing.push(() => other.close());
    expect(await other.cancel(id, "analyst")).toBe("signalled");
    await endsWith(["cancelled"]);
    expect(desk.ends[0]?.error).toBe("Cancelled by analyst");
    await reaches(id, "failed");
    expect(await other.cancel(id, "analyst")).toBe("gone");
    handler = idle;
    expect(await other.retry(id)).toBe(true);
    await reaches(id, "completed");
    expect((await desk.queues.find(id))?.payload).toEqual({
      sourceId: 1,
      force: false,
      trigger: "schedule",
      actor: "scheduler",
    });
  });

  test("stops a job at its time limit and does not try it again", async () => {
    const reasons: unknown[] = [];
    await work(
      async (context) => {
        await untilStopped(context).catch(() => reasons.push(stopReason(context.signal)?.kind));
        throw new Error("stopped");
      },
      { timeLimitMs: 100 },
    );
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await reaches(id, "failed");
    expect(reasons).toEqual(["time_limit"]);
    expect(desk.ends).toMatchObject([{ outcome: "failed", attempt: 1, error: "Not done within 100 ms" }]);
  });

  test("refuses a payload that does not fit, from a sender and from the queue", async () => {
    await expect(desk.queues.enqueue("collect-source", { sourceId: -1 })).rejects.toThrow(QueueError);
    const handler = vi.fn<Handler<"collect-source">>();
    await work(handler);
    await desk.bull["collect"]?.add("collect-source", { sourceId: "one" }, { jobId: "odd", attempts: 3 });
    await desk.bull["collect"]?.add("no-such-job", {}, { jobId: "unknown", attempts: 3 });
    await reaches("collect:odd", "failed");
    await reaches("collect:unknown", "failed");
    expect(handler).not.toHaveBeenCalled();
    expect(desk.ends).toMatchObject([{ id: "collect:odd", outcome: "failed", attempt: 1 }]);
  });

  test("takes nothing from a paused queue, and goes on when it is resumed", async () => {
    await desk.queues.pause("collect");
    await work(idle);
    const held = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    const other = await desk.queues.enqueue("cleanup", {});
    await reaches(other.id, "completed");
    const [collect, , upkeep] = await desk.queues.states();
    expect(collect).toMatchObject({ queue: "collect", paused: true, counts: { waiting: 1 } });
    expect(upkeep).toMatchObject({ queue: "upkeep", paused: false, counts: { waiting: 0, completed: 1 } });
    await desk.queues.resume("collect");
    await reaches(held.id, "completed");
  });

  test("says how many jobs are where, and how long the oldest has waited", async () => {
    const urgent = { priority: 1 };
    await desk.bull["collect"]?.add(
      "collect-source",
      {},
      { jobId: "aged", priority: 9, timestamp: Date.now() - 60_000 },
    );
    await desk.queues.enqueue("collect-source", { sourceId: 1 }, urgent);
    await desk.queues.enqueue("collect-source", { sourceId: 2 }, { delayMs: 60_000 });
    const [collect, process] = await desk.queues.states();
    expect(collect?.counts).toEqual({ waiting: 2, active: 0, delayed: 1, completed: 0, failed: 0 });
    expect(collect?.oldestWaitingMs).toBeGreaterThanOrEqual(60_000);
    expect(collect?.oldestWaitingMs).toBeLessThan(120_000);
    expect(process).toMatchObject({ queue: "process", oldestWaitingMs: null });
  });

  test("lists jobs by queue and state, the latest first", async () => {
    const ids: string[] = [];
    for (const sourceId of [1, 2, 3])
      ids.push((await desk.queues.enqueue("collect-source", { sourceId })).id);
    const later = await desk.queues.enqueue("collect-source", { sourceId: 4 }, { delayMs: 60_000 });
    const upkeep = await desk.queues.enqueue("cleanup", {});
    const found = async (filter: Parameters<Queues["list"]>[0]): Promise<string[]> =>
      (await desk.queues.list(filter)).map((job) => job.id);
    expect(new Set(await found({ limit: 10 }))).toEqual(new Set([...ids, later.id, upkeep.id]));
    expect(await found({ queue: "upkeep", limit: 10 })).toEqual([upkeep.id]);
    expect(await found({ queue: "collect", states: ["delayed"], limit: 10 })).toEqual([later.id]);
    expect(await found({ states: ["waiting"], queue: "collect", limit: 2 })).toHaveLength(2);
    expect(await desk.queues.find("collect:none")).toBeNull();
    expect(await desk.queues.find("elsewhere:1")).toBeNull();
  });

  test("a worker that ends lets its jobs finish within the grace time and hands the others back", async () => {
    const finish = Promise.withResolvers<Record<string, unknown>>();
    const first = await work((context) => {
      if (context.payload.sourceId === 1) return finish.promise;
      if (context.payload.sourceId === 2) return untilStopped(context);
      return new Promise(() => undefined);
    });
    const ids: string[] = [];
    for (const sourceId of [1, 2, 3])
      ids.push((await desk.queues.enqueue("collect-source", { sourceId })).id);
    await expect.poll(() => first.active().length).toBe(3);
    const closed = first.close({ graceMs: 2_000, abortMs: 300 });
    const late = await desk.queues.enqueue("collect-source", { sourceId: 4 });
    finish.resolve({});
    await closed;
    expect(desk.ends.map(({ id, outcome }) => [id, outcome])).toEqual([
      [ids[0], "completed"],
      [ids[1], "handed_back"],
      [ids[2], "handed_back"],
    ]);
    expect(await Promise.all([...ids, late.id].map(stateOf))).toEqual([
      "completed",
      "waiting",
      "waiting",
      "waiting",
    ]);
    desk.ends = [];
    await work(idle);
    await endsWith(["completed", "completed", "completed"]);
    expect(desk.ends.map((end) => end.attempt)).toEqual([1, 1, 1]);
  });

  test("the jobs of a killed worker run again, except the one that was cancelled meanwhile", async () => {
    const child = startKillableWorker(desk.server.connection);
    desk.closing.push(async () => void child.process.kill("SIGKILL"));
    const again = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    const revoked = await desk.queues.enqueue("collect-source", { sourceId: 2 });
    await expect.poll(() => child.taken.length).toBe(2);
    child.process.kill("SIGKILL");
    expect(await desk.queues.cancel(revoked.id, "analyst")).toBe("signalled");
    const handler = vi.fn<Handler<"collect-source">>().mockResolvedValue({});
    await work(handler);
    await reaches(again.id, "completed");
    await reaches(revoked.id, "failed");
    expect(handler).toHaveBeenCalledTimes(1);
    expect(desk.ends.find((end) => end.id === revoked.id)?.outcome).toBe("cancelled");
  }, 40_000);

  test("a worker lets go of a job that another one has taken over", async () => {
    const first = await work(untilStopped, { concurrency: 1 });
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await expect.poll(() => first.active().length).toBe(1);
    await work(idle, { concurrency: 1 });
    await desk.bull["collect"]?.getBackend().moveJobFromActiveToWait(id.slice("collect:".length), "0");
    await endsWith(["completed", "handed_back"]);
    expect(await stateOf(id)).toBe("completed");
    expect(first.active()).toEqual([]);
  });

  test("goes on after everything queued was lost", async () => {
    const held = Promise.withResolvers<Record<string, unknown>>();
    await work(({ payload }) => (payload.sourceId === 1 ? held.promise : idle()));
    const running = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await reaches(running.id, "active");
    await desk.server.empty();
    const { id, added } = await desk.queues.enqueue("collect-source", { sourceId: 2 });
    expect(added).toBe(true);
    await reaches(id, "completed");
    held.resolve({});
    await expect.poll(() => desk.ends.length).toBe(2);
    const next = await desk.queues.enqueue("collect-source", { sourceId: 3 });
    await reaches(next.id, "completed");
  });

  test("a worker goes on by itself when its backend was away", async () => {
    await work(untilStopped);
    const before = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await reaches(before.id, "active");
    await desk.server.restart();
    // The sending side may find its connection broken once.
    const after = await waitFor(() => desk.queues.enqueue("collect-source", { sourceId: 2 }));
    await reaches(after.id, "active");
    expect(await desk.queues.cancel(after.id, "someone")).toBe("signalled");
    await expect.poll(() => desk.ends.find((end) => end.id === after.id)?.outcome).toBe("cancelled");
  });

  test("a worker can be closed while its backend is away", async () => {
    const worker = await work(untilStopped);
    await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await expect.poll(() => worker.active().length).toBe(1);
    const restarted = desk.server.restart();
    await worker.close({ graceMs: 0, abortMs: 0 });
    expect(desk.ends.map((end) => end.outcome)).toEqual(["handed_back"]);
    await restarted;
  });

  test("workers that start at once on a new backend get along", async () => {
    await desk.server.empty();
    await Promise.all([
      work(idle),
      work(idle),
      openQueues(desk.server.connection).then((other) => other.close()),
    ]);
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await reaches(id, "completed");
    expect(desk.ends).toHaveLength(1);
  });

  test("answers a ping", async () => {
    await expect(desk.queues.ping(5_000)).resolves.toBeUndefined();
  });

  test("says which address cannot be reached, and not with which password", async () => {
    const port = await freePort();
    const key = desk.server.connection.redisUrl === null ? "databaseUrl" : "redisUrl";
    const scheme = key === "redisUrl" ? "redis" : "postgres";
    const away = { ...desk.server.connection, [key]: `${scheme}://user:geheim@127.0.0.1:${port}/0` };
    const failure: unknown = await openQueues(away).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(QueueError);
    expect(String(failure)).toContain(`127.0.0.1:${port}`);
    expect(String(failure)).not.toContain("geheim");
  });
});

function untilStopped({ signal }: { signal: AbortSignal }): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error));
  });
}
