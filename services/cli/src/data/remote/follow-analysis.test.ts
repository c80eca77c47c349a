import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { type Client, createClient } from "@cti/contract/client";
import { paths } from "@cti/contract/paths";
import { afterEach, expect, test } from "vitest";

import type { AnalysisLine } from "../data.ts";
import { followAnalysis } from "./follow-analysis.ts";

const line = { id: 7, status: "queued" } as AnalysisLine;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server whose analysis 7 is as `status` says, and whose events `listen` writes. */
async function serverOf(
  status: () => string,
  listen: (response: ServerResponse) => void,
  error: () => string | null = () => null,
): Promise<Client> {
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/api/v1/events?topics=analysis%3A7")) {
      response.writeHead(200, { "content-type": "text/event-stream" });
      return listen(response);
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: 7, status: status(), error: error() }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return createClient(paths, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: "t",
  });
}

function never(reason: string): void {
  throw new Error(`It waits for nothing: ${reason}`);
}

function delta(done: number, text: string): string {
  return `id: 1\nevent: llm.delta\ndata: ${JSON.stringify({ analysis_id: 7, done, total: 2, text })}\n\n`;
}

test("what the model writes is told as it comes, until the analysis has ended", async () => {
  let told = 0;
  const client = await serverOf(
    () => (told < 2 ? "running" : "completed"),
    (response) => {
      response.write(`retry: 3000\nid: 0\n\n${delta(0, "One")}event: other\ndata: {}\n\n`);
      response.write(`${delta(1, "One two")}event: analysis.changed\ndata: {"status":"completed"}\n\n`);
    },
  );
  const texts: string[] = [];
  const ended = await followAnalysis(client, line, {
    signal: new AbortController().signal,
    onWait: never,
    onProgress: ({ done, total, text }) => {
      texts.push(`${done}/${total} ${text}`);
      told += 1;
    },
  });
  expect(ended).toMatchObject({ id: 7, status: "completed" });
  expect(texts).toEqual(["0/2 One", "1/2 One two"]);
});

test("what it waits for is told once, until that is another", async () => {
  const asked = ["Waits until 10:00", "Waits until 10:00", "Waits until 10:05"];
  let looks = 0;
  const client = await serverOf(
    () => ((looks += 1) > asked.length ? "completed" : "queued"),
    (response) => void response.write('event: analysis.changed\ndata: {"status":"queued"}\n\n'),
    () => asked[looks - 1] ?? null,
  );
  const told: string[] = [];
  await followAnalysis(client, line, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onWait: (reason) => told.push(reason),
  });
  expect(told).toEqual(["Waits until 10:00", "Waits until 10:05"]);
});

test("without events the end is found all the same, and who stops waiting is let go", async () => {
  const gone = await serverOf(
    () => "failed",
    (response) => void response.destroy(),
  );
  const watch = { signal: new AbortController().signal, onProgress: () => undefined, onWait: never };
  expect(await followAnalysis(gone, line, watch)).toMatchObject({ status: "failed" });

  const stop = new AbortController();
  const client = await serverOf(
    () => "running",
    () => stop.abort(new Error("stopped")),
  );
  await expect(followAnalysis(client, line, { ...watch, signal: stop.signal })).rejects.toThrow("stopped");
});
