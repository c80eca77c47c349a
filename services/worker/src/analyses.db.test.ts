import { analyses } from "@cti/db/schema/analyses";
import { runs } from "@cti/db/schema/runs";
import { jobRecords } from "@cti/db/schema/workers";
import { cancelJob } from "@cti/domain/workers/steer-jobs";
import { queueAnalysis, requestAnalysis } from "@cti/domain/analyses/request-analysis";
import type { Models } from "@cti/llm/models/open-models";
import type { Queues } from "@cti/queue/queue-types";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { seedArticles } from "@cti/testing/seed-articles";
import type { TestDb } from "@cti/testing/test-db";
import { waitFor } from "@cti/testing/wait-for";
import { afterEach, beforeEach, expect, test } from "vitest";

import { openWorkerDesk, type WorkerDesk } from "../test/open-worker-desk.ts";
import type { RunningWorker } from "./start-worker.ts";

let db: TestDb;
let queues: Queues;
let desk: WorkerDesk;
let ollama: OllamaDouble;
let models: Models;
let articleId: number;

const sentence = "Attackers exploit CVE-2026-41001 in the Harbor VPN gateway.";
const answer = { sentences: [{ quotes: [sentence.slice(0, -1)], text: sentence }] };

beforeEach(async () => {
  ollama = await ollamaDouble();
  ollama.onChat(() => JSON.stringify(answer));
  models = localModels({ url: ollama.url });
  desk = await openWorkerDesk(models);
  ({ db, queues } = desk);
  const at = new Date("2026-03-01T10:00:00Z");
  [articleId = 0] = await seedArticles(db, [{ source: "a", title: "Harbor VPN", text: sentence, at }]);
});

afterEach(async () => {
  await desk.close();
  await models.close();
  await ollama.close();
});

const start = (name = "one"): Promise<RunningWorker> =>
  desk.start({
    name,
    concurrency: { collect: 0, process: 0, upkeep: 1, analyse: 1 },
    analyses: { maxParts: 12, top: 3 },
  });

async function ask(): Promise<{ id: number; job: string }> {
  const request = { subject: "article", subjectId: articleId, kind: "summary" } as const;
  const by = { trigger: "api", actor: "ada" } as const;
  const deps = { models, maxParts: 12, now: () => new Date() };
  const { analysis } = await requestAnalysis(db.db, deps, { ...request, ...by });
  return { id: analysis.id, job: (await queueAnalysis({ db: db.db, queues }, analysis.id)) ?? "" };
}

async function rowOf(id: number): Promise<typeof analyses.$inferSelect | undefined> {
  return (await db.db.select().from(analyses)).find((row) => row.id === id);
}

/** A text of several parts. */
async function makeLong(): Promise<void> {
  const paragraph = (n: number): string =>
    `${sentence} Appliance number ${n} was rebuilt by its owner. `.repeat(12);
  const text = Array.from({ length: 24 }, (_, n) => paragraph(n)).join("\n\n");
  await db.sql`update articles set text = ${text} where id = ${articleId}`;
}

const becomes = (id: number, status: string): Promise<unknown> =>
  waitFor(async () => expect(await rowOf(id)).toMatchObject({ status }));
const chats = (): OllamaDouble["requests"] => ollama.sent("/api/chat");

test("a queued analysis is done, and its job says what came of it", async () => {
  await start();
  const { id, job } = await ask();
  await becomes(id, "completed");
  await waitFor(async () => expect(await queues.find(job)).toMatchObject({ state: "completed" }));
  expect((await queues.find(job))?.result).toMatchObject({
    analysisId: id,
    status: "completed",
    supported: 1,
  });
});

test("a job that is cancelled in the middle hangs up on the model and cancels the analysis", async () => {
  ollama.fault("/api/chat", { hangAfter: 1 });
  await start();
  const { id, job } = await ask();
  await waitFor(() => expect(chats()).toHaveLength(1));
  expect(await queues.cancel(job, "grace")).toBe("signalled");
  await becomes(id, "cancelled");
  await waitFor(() => expect(chats()[0]?.state).toBe("cancelled"));
});

test("a worker that must end hands the analysis back, and the next one goes on with its parts", async () => {
  await makeLong();
  ollama.answerJson(answer, answer);
  ollama.fault("/api/chat", { delayMs: 0 }, 2);
  ollama.fault("/api/chat", { hangAfter: 0 });
  const first = await start("first");
  const { id } = await ask();
  await waitFor(() => expect(chats()).toHaveLength(3));
  await first.close({ graceMs: 0 });
  expect(await rowOf(id)).toMatchObject({ status: "queued" });
  await start("second");
  await becomes(id, "completed");
  const output = (await rowOf(id))?.output;
  const { coverage } = output as { coverage: { partsRead: number } };
  expect(chats()).toHaveLength(coverage.partsRead + 2);
  const ends = async (): Promise<string[]> => {
    const records = await db.db.select().from(jobRecords).orderBy(jobRecords.id);
    return records.filter(({ name }) => name === "analyse").map(({ outcome }) => outcome);
  };
  await waitFor(async () => expect(await ends()).toEqual(["handed_back", "completed"]));
});

test("a model whose server goes away is waited for without a try, over a restart, and asked for the rest when it is back", async () => {
  await makeLong();
  let answers = 0;
  ollama.onChat(() => {
    answers += 1;
    if (answers === 3) void ollama.stop();
    return JSON.stringify(answer);
  });
  const first = await start("first");
  const { id, job } = await ask();
  const reason = expect.stringContaining(`Waits for the model server at ${ollama.url}`) as string;
  await waitFor(async () => expect(await queues.find(job)).toMatchObject({ state: "delayed" }));
  expect(await queues.find(job)).toMatchObject({ attempts: 0, error: reason });
  expect(await rowOf(id)).toMatchObject({ status: "queued", error: reason, finishedAt: null });
  await first.close({ graceMs: 0 });
  expect(await queues.find(job)).toMatchObject({ state: "delayed" });
  await ollama.start();
  await start("second");
  await waitFor(async () => expect(await queues.find(job)).toMatchObject({ state: "completed" }));
  const row = await rowOf(id);
  expect(row).toMatchObject({ status: "completed", error: null });
  const output = row?.output;
  const { coverage } = output as { coverage: { partsRead: number } };
  // The one that broke off is asked again; the last is the merging of all.
  expect(chats()).toHaveLength(coverage.partsRead + 2);
  const all = await db.db.select().from(runs).orderBy(runs.id);
  expect(all.map(({ status }) => status)).toEqual(["failed", "completed"]);
  await waitFor(async () => {
    const records = await db.db.select().from(jobRecords);
    expect(records).toMatchObject([{ jobId: job, outcome: "completed", attempt: 1 }]);
  });
}, 40_000);

test("a job that waits for its model can be cancelled, and its analysis with it", async () => {
  await ollama.stop();
  await start();
  const { id, job } = await ask();
  await waitFor(async () => expect(await queues.find(job)).toMatchObject({ state: "delayed" }));
  expect(await cancelJob({ db: db.db, queues }, job, "grace")).toBe("removed");
  expect(await rowOf(id)).toMatchObject({ status: "cancelled", error: "Cancelled" });
  expect(await queues.find(job)).toBeNull();
  expect(await db.db.select().from(runs)).toEqual([]);
});

test("a model that is not there fails the job at its first try", async () => {
  ollama.models.delete("mistral");
  await start();
  const { id, job } = await ask();
  await becomes(id, "failed");
  await waitFor(async () => expect(await queues.find(job)).toMatchObject({ state: "failed" }));
  expect(await queues.find(job)).toMatchObject({
    attempts: 1,
    error: expect.stringContaining("models pull") as string,
  });
});

test("models are pulled, and the top stories are asked about; without a model there is nothing to ask", async () => {
  ollama.models.delete("mistral");
  await start();
  const pull = await queues.enqueue("pull-model", { model: "mistral" });
  await waitFor(async () => expect(await queues.find(pull.id)).toMatchObject({ state: "completed" }));
  expect(ollama.models.has("mistral")).toBe(true);
  const top = await queues.enqueue("analyse-top", {});
  await waitFor(async () =>
    expect(await queues.find(top.id)).toMatchObject({ result: { requested: 0, already: 0 } }),
  );
});
