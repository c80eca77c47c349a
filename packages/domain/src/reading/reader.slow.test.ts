import { waitFor } from "@cti/testing/wait-for";
import { afterEach, expect, test } from "vitest";

import { type Reader, ReadError, createReader } from "./reader.ts";

let reader: Reader;
const idleMs = 60_000;
afterEach(() => reader.close());

const document = (body: string): { bytes: Uint8Array; contentType: string; url: string } => ({
  bytes: new TextEncoder().encode(body),
  contentType: "text/html",
  url: "https://example.org/",
});
const entries = (body: string): Parameters<Reader["run"]>[1] => ({
  ...document(body),
  kind: "rss",
  scope: "s",
  now: new Date("2026-11-20T00:00:00Z"),
  maxItems: 100,
  selectors: null,
});
const reasonOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "none",
    (error: unknown) => (error instanceof ReadError ? error.reason : String(error)),
  );

test("tasks run in threads and give their results", async () => {
  reader = createReader({ workers: 2, timeoutMs: 60_000, knowledge: null, memoryBytes: 160e6, idleMs });
  const pages = Array.from({ length: 12 }, (_, at) =>
    reader.run(
      "feedLinks",
      document(`<link rel="alternate" type="application/rss+xml" href="/feed-${at}.xml">`),
    ),
  );
  const found = await Promise.all(pages);
  expect(found.map(([first]) => first?.url)).toEqual(
    Array.from({ length: 12 }, (_, at) => `https://example.org/feed-${at}.xml`),
  );
});

test("what a parser refuses comes back with its reason", async () => {
  reader = createReader({ workers: 1, timeoutMs: 60_000, knowledge: null, memoryBytes: 160e6, idleMs });
  expect(await reasonOf(reader.run("entries", entries("") as never))).toBe("empty");
  expect(await reasonOf(reader.run("entries", entries("<html><body>Hi</body></html>") as never))).toBe(
    "html",
  );
});

test("a document that takes too long ends its thread after two tries, and the others go on", async () => {
  reader = createReader({ workers: 1, timeoutMs: 1, knowledge: null, memoryBytes: 160e6, idleMs });
  // Within one millisecond not even a thread starts, so this document cannot be read.
  expect(await reasonOf(reader.run("feedLinks", document("<p>slow</p>")))).toBe("timeout");
  await reader.close();
  reader = createReader({ workers: 1, timeoutMs: 60_000, knowledge: null, memoryBytes: 160e6, idleMs });
  expect(await reader.run("feedLinks", document("<p>next</p>"))).toEqual([]);
});

test("a document that takes too much memory is refused with a reason", async () => {
  reader = createReader({ workers: 1, timeoutMs: 20_000, knowledge: null, memoryBytes: 48e6, idleMs });
  const huge =
    `<rss version="2.0"><channel>${`<item><title>${"x".repeat(90)}</title><guid>`.repeat(1)}`.concat(
      Array.from(
        { length: 400_000 },
        (_, at) =>
          `<item><guid>${at}</guid><title>entry number ${at} of a feed that never ends</title></item>`,
      ).join(""),
      "</channel></rss>",
    );
  const task = { ...(entries(huge) as object), maxItems: 1_000_000 };
  expect(await reasonOf(reader.run("entries", task as never))).toBe("too_complex");
});

test("a thread without work ends, and the next document starts another one", async () => {
  reader = createReader({ workers: 1, timeoutMs: 60_000, knowledge: null, memoryBytes: 160e6, idleMs: 1 });
  const { threads } = reader as unknown as { threads: unknown[] };
  for (let at = 0; at < 3; at += 1) {
    expect(await reader.run("feedLinks", document("<p>page</p>"))).toEqual([]);
    await waitFor(() => expect(threads).toEqual([]));
  }
});
