import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import path from "node:path";
import { text } from "node:stream/consumers";

import { testDb } from "@cti/testing/test-db";
import { expect, onTestFinished, test } from "vitest";

test("a worker whose port is taken says so in one sentence and ends", async () => {
  const db = await testDb();
  onTestFinished(() => db.drop());
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;

  const { code, lines } = await runWorker({ DATABASE_URL: db.url, CTI_WORKER_PORT: String(port) });

  expect(code).toBe(1);
  expect(lines.at(-1)).toMatchObject({
    level: "fatal",
    msg: "cannot start",
    reason: `Port ${port} on 127.0.0.1 is taken by another process: set another one with worker.port (0 serves none).`,
  });
  expect(lines.at(-1)).not.toHaveProperty("err");
  expect(lines.map((line) => line["msg"])).not.toContain("worker started");
});

test("a worker without its Redis says how to get it and ends with the code for what cannot be reached", async () => {
  const db = await testDb();
  onTestFinished(() => db.drop());

  const { code, lines } = await runWorker({ DATABASE_URL: db.url, REDIS_URL: "redis://127.0.0.1:1" });

  expect(code).toBe(5);
  expect(lines.at(-1)).toMatchObject({
    level: "fatal",
    msg: "cannot start",
    reason: expect.stringContaining("Start Redis or correct REDIS_URL") as unknown,
  });
});

async function runWorker(
  environment: Record<string, string>,
): Promise<{ code: number | null; lines: Record<string, unknown>[] }> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "main.ts")], {
    env: { LOG_LEVEL: "info", CTI_LOG_FORMAT: "json", CTI_WORKER_PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const lines = output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code: child.exitCode, lines };
}
