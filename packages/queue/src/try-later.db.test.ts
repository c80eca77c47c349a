import { expect, test, vi } from "vitest";

import { onEachBackend } from "../test/queue-desk.ts";
import type { BullQueue } from "./backends/backend.ts";
import type { Handler } from "./queue-types.ts";
import { TryLater } from "./try-later.ts";

onEachBackend("a job that is put off,", (desk) => {
  const { work, reaches } = desk;
  const bullJob = (id: string): ReturnType<BullQueue["getJob"]> | undefined =>
    desk.bull["collect"]?.getJob(id.slice("collect:".length));

  test("is begun anew at its time, as often as it takes, and none of that is a try", async () => {
    const handler = vi.fn<Handler<"collect-source">>();
    for (let time = 0; time < 4; time += 1)
      handler.mockImplementationOnce(() =>
        Promise.reject(new TryLater("not yet", new Date(Date.now() + 50))),
      );
    handler.mockRejectedValueOnce(new Error("bad page"));
    await work(handler);
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await expect.poll(() => desk.ends.map(({ outcome }) => outcome)).toEqual(["retrying"]);
    expect(handler.mock.calls.map(([{ attempt }]) => attempt)).toEqual([1, 1, 1, 1, 1]);
    await reaches(id, "delayed");
    expect(await desk.queues.find(id)).toMatchObject({ attempts: 1, error: "bad page", progress: {} });
    handler.mockResolvedValue({ ok: true });
    await (await bullJob(id))?.promote();
    await reaches(id, "completed");
    expect(desk.ends.at(-1)).toMatchObject({ outcome: "completed", attempt: 2 });
  });

  test("says why, keeps its key, lets others pass, and outlives its worker", async () => {
    const at = new Date(Date.now() + 60_000);
    const handler: Handler<"collect-source"> = async (context) => {
      await context.progress({ pages: 3 });
      if (context.payload.sourceId === 1) throw new TryLater("waits for \0 the model", at);
      return {};
    };
    const first = await work(handler);
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    const other = await desk.queues.enqueue("collect-source", { sourceId: 2 });
    await reaches(other.id, "completed");
    await first.close({ graceMs: 0, abortMs: 0 });
    await work(handler);
    expect(await desk.queues.find(id)).toMatchObject({
      state: "delayed",
      attempts: 0,
      error: "waits for \uFFFD the model",
      progress: {},
    });
    const delay = (await bullJob(id))?.delay ?? 0;
    expect(delay).toBeGreaterThan(30_000);
    expect(delay).toBeLessThanOrEqual(60_000);
    expect(await desk.queues.enqueue("collect-source", { sourceId: 1 })).toEqual({ id, added: false });
    const [state] = await desk.queues.states();
    expect(state).toMatchObject({ counts: { delayed: 1, failed: 0, waiting: 0 }, oldestWaitingMs: null });
    expect(desk.ends.map((end) => [end.id, end.outcome])).toEqual([[other.id, "completed"]]);
  });

  test("can be cancelled, which frees its key", async () => {
    await work(() => Promise.reject(new TryLater("not yet", new Date(Date.now() + 60_000))));
    const { id } = await desk.queues.enqueue("collect-source", { sourceId: 1 });
    await reaches(id, "delayed");
    expect(await desk.queues.cancel(id, "someone")).toBe("removed");
    expect(await desk.queues.find(id)).toBeNull();
    expect((await desk.queues.enqueue("collect-source", { sourceId: 1 })).added).toBe(true);
    expect(desk.ends).toEqual([]);
  });
});
