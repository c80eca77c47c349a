import { expect, test } from "vitest";

import { createClosers } from "./closers.ts";

test("what was opened last is closed first, and each once", async () => {
  const closed: string[] = [];
  const closers = createClosers();
  for (const name of ["database", "queue", "worker"]) closers.add(() => Promise.resolve(closed.push(name)));

  await closers.closeAll();
  await closers.closeAll();

  expect(closed).toEqual(["worker", "queue", "database"]);
});

test("what cannot be closed keeps nothing else open, and is told in the end", async () => {
  const closed: string[] = [];
  const closers = createClosers();
  closers.add(() => Promise.resolve(closed.push("database")));
  closers.add(() => Promise.reject(new Error("the queue is stuck")));

  await expect(closers.closeAll()).rejects.toThrow("the queue is stuck");

  expect(closed).toEqual(["database"]);
});
