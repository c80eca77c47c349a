import { parentPort, workerData } from "node:worker_threads";

import { createKnowledge, type KnowledgeData } from "@cti/pipeline/entities/knowledge";

import { perform } from "./tasks.ts";

const knowledge = workerData ? createKnowledge(workerData as KnowledgeData) : null;

type Question = { id: number; name: string; task: unknown };

// Questions are answered one after the other, in order: the reader counts on it when it ends this thread.
let last: Promise<void> = Promise.resolve();

parentPort?.on("message", (question: Question) => {
  last = last.then(() => answer(question));
});

async function answer({ id, name, task }: Question): Promise<void> {
  try {
    parentPort?.postMessage({ id, value: await perform(name, task, knowledge) });
  } catch (error) {
    const reason = error instanceof Error && "reason" in error ? String(error.reason) : "unreadable";
    parentPort?.postMessage({ id, reason, message: error instanceof Error ? error.message : String(error) });
  }
}
