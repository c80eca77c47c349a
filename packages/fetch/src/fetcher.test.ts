import { expect, onTestFinished, test } from "vitest";

import { publicAddress, publicWeb, serveHttp, testFetcher } from "../test/hostile-web.ts";
import type { TraceEvent } from "./fetch-types.ts";
import { FetchError } from "./fetcher.ts";

test("the address is known even when the server closes the connection", async () => {
  const server = await serveHttp((_request, response) => {
    response.setHeader("connection", "close");
    response.end("bye");
  });
  expect((await testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).address).toBe("127.0.0.1");
});

test("one signal may end many requests without a warning about leaks", async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => {
    warnings.push(warning);
  };
  process.on("warning", onWarning);
  onTestFinished(() => {
    process.off("warning", onWarning);
  });
  const server = await serveHttp(() => {});
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  const abort = new AbortController();
  const all = Array.from({ length: 60 }, () => fetcher.get(server.origin, { signal: abort.signal }));
  const settled = Promise.allSettled(all);
  await expect.poll(() => server.requests.length).toBeGreaterThan(0);
  abort.abort();
  const outcomes = await settled;
  expect(
    outcomes.every((outcome) => outcome.status === "rejected" && outcome.reason.reason === "cancelled"),
  ).toBe(true);
  expect(warnings).toEqual([]);
});

test("a document comes back with what the server said about it", async () => {
  const server = await serveHttp((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("etag", '"v1"');
    response.setHeader("last-modified", "Thu, 01 Jan 2026 12:00:00 GMT");
    response.setHeader("cache-control", "max-age=60");
    response.end("hello");
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  const response = await fetcher.get(`${server.origin}/a#fragment`);
  expect(Buffer.from(response.body).toString()).toBe("hello");
  expect(response).toMatchObject({
    status: 200,
    notModified: false,
    url: `${server.origin}/a`,
    redirects: [],
    movedTo: null,
    contentType: "text/html; charset=utf-8",
    etag: '"v1"',
    lastModified: "Thu, 01 Jan 2026 12:00:00 GMT",
    retryAfterMs: null,
    maxAgeMs: 60_000,
    wireBytes: 5,
    address: "127.0.0.1",
  });
});

test("only our own headers are sent, and a user agent of the source's replaces ours", async () => {
  const seen: Record<string, unknown>[] = [];
  const server = await serveHttp((request, response) => {
    seen.push(request.headers);
    response.setHeader("set-cookie", "id=1");
    response.end();
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  await fetcher.get(server.origin, { accept: "text/html", etag: "bad\r\nx: y" });
  await fetcher.get(server.origin, { userAgent: "Mozilla/5.0", etag: null, lastModified: null });
  expect(seen[0]).toEqual({
    host: `127.0.0.1:${server.port}`,
    connection: "keep-alive",
    "user-agent": "CTI-Scraper/0.1 (+https://example.org)",
    accept: "text/html",
    "accept-encoding": "gzip, deflate, br, zstd",
  });
  expect(seen[1]).toMatchObject({ "user-agent": "Mozilla/5.0" });
  expect(seen[1]).not.toHaveProperty("cookie");
});

test("validators lead to a 304, and a 304 that nobody asked for is an error", async () => {
  const server = await serveHttp((request, response) => {
    response.statusCode = 304;
    if (request.headers["if-none-match"]) response.setHeader("etag", '"v2"');
    response.end();
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  const response = await fetcher.get(server.origin, {
    etag: '"v1"',
    lastModified: "Thu, 01 Jan 2026 12:00:00 GMT",
  });
  expect(response).toMatchObject({ status: 304, notModified: true, etag: '"v2"', wireBytes: 0 });
  expect(response.body).toHaveLength(0);
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({ reason: "http_304", status: 304 });
});

test.each([206, 300, 400, 403, 404, 410, 429, 500, 501, 503])(
  "status %i rejects with its own reason",
  async (status) => {
    const server = await serveHttp((_request, response) => {
      response.statusCode = status;
      response.end("some words");
    });
    const fetcher = testFetcher({ allow: ["127.0.0.1"] });
    await expect(fetcher.get(server.origin)).rejects.toMatchObject({
      reason: `http_${status}`,
      status,
      retryAfterMs: null,
    });
  },
);

test("a 204 is an empty document", async () => {
  const server = await serveHttp((_request, response) => {
    response.statusCode = 204;
    response.end();
  });
  const response = await testFetcher({ allow: ["127.0.0.1"] }).get(server.origin);
  expect(response).toMatchObject({ status: 204, wireBytes: 0 });
});

test("a name that leads to a private address is refused before anything is sent", async () => {
  const server = await serveHttp((_request, response) => response.end("secret"));
  const fetcher = testFetcher({}, { lookup: async () => [{ address: "127.0.0.1", family: 4 }] });
  const failing = fetcher.get(`http://news.example:${server.port}/`);
  await expect(failing).rejects.toBeInstanceOf(FetchError);
  await expect(failing).rejects.toMatchObject({
    reason: "blocked_address",
    message: "news.example leads to 127.0.0.1, which is not a public address (loopback).",
    url: `http://news.example:${server.port}/`,
  });
  expect(server.sockets.size).toBe(0);
});

test("localhost is refused through the system's own resolver", async () => {
  await expect(testFetcher().get("http://localhost/")).rejects.toMatchObject({ reason: "blocked_address" });
});

test("a second DNS answer does not change where we connect, and each connection asks and checks anew", async () => {
  const server = await serveHttp((_request, response) => {
    response.setHeader("connection", "close");
    response.end("public");
  });
  const answers = [publicAddress, "10.0.0.1", publicAddress];
  const asked: string[] = [];
  const dialled: string[][] = [];
  const web = publicWeb(server.port);
  const fetcher = testFetcher(
    {},
    {
      lookup: async (host) => {
        asked.push(host);
        return [{ address: answers[asked.length - 1] ?? "127.0.0.1", family: 4 }];
      },
      dial: (target) => {
        dialled.push(target.addresses.map(({ address }) => address));
        return web.dial(target);
      },
    },
  );
  expect((await fetcher.get("http://news.example/")).status).toBe(200);
  await expect(fetcher.get("http://news.example/")).rejects.toMatchObject({ reason: "blocked_address" });
  expect((await fetcher.get("http://news.example/")).status).toBe(200);
  expect(asked).toEqual(["news.example", "news.example", "news.example"]);
  expect(dialled).toEqual([[publicAddress], [publicAddress]]);
});

test("the default connection goes to the checked addresses without asking DNS again", async () => {
  const server = await serveHttp((_request, response) => response.end("ok"));
  let asked = 0;
  const fetcher = testFetcher(
    { allow: [`127.0.0.1:${server.port}`] },
    {
      lookup: async () => {
        asked += 1;
        return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
      },
    },
  );
  const response = await fetcher.get(`http://never-resolves.invalid:${server.port}/`);
  expect(response.address).toBe("127.0.0.1");
  expect(asked).toBe(1);
});

test("nobody listening is a connect error that names host and cause", async () => {
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  await expect(fetcher.get("http://127.0.0.1:1/")).rejects.toMatchObject({
    reason: "connect",
    message: "127.0.0.1:1 cannot be reached (ECONNREFUSED).",
    cause: expect.anything(),
  });
});

test("a name that hangs in DNS ends with the connect timeout", async () => {
  const fetcher = testFetcher({ connectTimeoutMs: 30 }, { lookup: () => new Promise(() => {}) });
  await expect(fetcher.get("http://news.example/")).rejects.toMatchObject({ reason: "timeout" });
});

test("a lost connection and a 502 are tried again, as often as the settings say", async () => {
  let visits = 0;
  const server = await serveHttp((request, response) => {
    visits += 1;
    if (visits === 1) request.socket.destroy();
    response.statusCode = visits === 2 ? 502 : 200;
    response.end("third time lucky");
  });
  const waits: number[] = [];
  const fetcher = testFetcher(
    { allow: ["127.0.0.1"], retries: 2 },
    {
      sleep: async (ms) => {
        waits.push(ms);
      },
    },
  );
  expect((await fetcher.get(server.origin)).status).toBe(200);
  expect(waits).toHaveLength(2);

  visits = 0;
  const once = testFetcher({ allow: ["127.0.0.1"], retries: 1 }, { sleep: async () => {} });
  await expect(once.get(server.origin)).rejects.toMatchObject({ reason: "http_502" });
});

test("a host that asks for patience is left alone until then", async () => {
  const server = await serveHttp((_request, response) => {
    response.statusCode = 429;
    response.setHeader("retry-after", "120");
    response.end();
  });
  let now = Date.UTC(2026, 0, 1);
  const fetcher = testFetcher({ allow: ["127.0.0.1"], retries: 3 }, { now: () => now });
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({
    reason: "http_429",
    status: 429,
    retryAfterMs: 120_000,
  });
  now += 20_000;
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({
    reason: "rate_limited",
    retryAfterMs: 100_000,
  });
  expect(server.requests).toHaveLength(1);
  now += 100_000;
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({ reason: "http_429" });
  expect(server.requests).toHaveLength(2);
});

test("a public host is visited with the gap and the concurrency of the settings", async () => {
  let running = 0;
  let most = 0;
  const server = await serveHttp((_request, response) => {
    running += 1;
    most = Math.max(most, running);
    setImmediate(() => {
      running -= 1;
      response.end();
    });
  });
  const waits: unknown[] = [];
  let now = 0;
  const fetcher = testFetcher(
    { hostIntervalMs: 500, hostConcurrency: 1 },
    {
      ...publicWeb(server.port),
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    },
  );
  const trace = (event: TraceEvent): void => {
    if (event.step === "wait") waits.push(event);
  };
  for (let i = 0; i < 3; i += 1) await fetcher.get("http://news.example/", { trace });
  await Promise.all([1, 2, 3, 4].map(() => fetcher.get("http://news.example/")));
  expect(waits).toEqual([
    { step: "wait", reason: "pace", ms: 500 },
    { step: "wait", reason: "pace", ms: 500 },
  ]);
  expect(now).toBeGreaterThanOrEqual(6 * 500);
  expect(most).toBe(1);
});

test("what the allow list opens is the operator's own and is not held back", async () => {
  const server = await serveHttp((_request, response) => response.end());
  const fetcher = testFetcher(
    { allow: ["127.0.0.1"], hostIntervalMs: 60_000, hostConcurrency: 1 },
    { sleep: () => Promise.reject(new Error("nobody waits")) },
  );
  await Promise.all([1, 2, 3, 4, 5].map(() => fetcher.get(server.origin)));
  expect(server.requests).toHaveLength(5);
});

test("cancelling before, while waiting and while reading rejects at once and closes the connection", async () => {
  const { promise: reading, resolve: isReading } = Promise.withResolvers<void>();
  const server = await serveHttp((_request, response) => {
    response.write("a beginning");
    isReading();
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  await expect(fetcher.get(server.origin, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    reason: "cancelled",
  });
  expect(server.requests).toHaveLength(0);

  const abort = new AbortController();
  const failing = fetcher.get(server.origin, { signal: abort.signal });
  await reading;
  abort.abort(new Error("shutting down"));
  await expect(failing).rejects.toMatchObject({
    reason: "cancelled",
    message: "The request to 127.0.0.1 was cancelled.",
    cause: expect.objectContaining({ message: "shutting down" }),
  });
  await expect.poll(() => server.sockets.size).toBe(0);
});

test("a closed fetcher has no connections left and refuses politely", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url !== "/hang") response.end();
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  await fetcher.get(server.origin);
  const hanging = fetcher.get(`${server.origin}/hang`).catch((error: unknown) => error);
  await expect.poll(() => server.requests.length).toBe(2);
  await fetcher.close();
  expect(await hanging).toMatchObject({ reason: "cancelled" });
  await expect.poll(() => server.sockets.size).toBe(0);
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({ reason: "cancelled" });
});

test("the trace tells the whole story in order", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/old") response.writeHead(301, { location: "/new" });
    response.end(request.url === "/robots.txt" ? "User-agent: *\nAllow: /new" : "");
  });
  const steps: string[] = [];
  const fetcher = testFetcher({ robots: true }, publicWeb(server.port));
  await fetcher.get("http://news.example/old", {
    trace: (event) => {
      if (event.step !== "address" && event.step !== "connect" && event.step !== "dns")
        steps.push(event.step);
      if (event.step === "robots") steps.push(String(event.rule));
    },
  });
  expect(steps).toEqual([
    "robots",
    "null",
    "request",
    "status",
    "redirect",
    "robots",
    "Allow: /new",
    "request",
    "status",
    "body",
  ]);
});

test("settings that cannot be read stop the start", () => {
  expect(() => testFetcher({ allow: ["10.0.0"] })).toThrow('"10.0.0"');
  expect(() => testFetcher({ userAgent: "two\r\nlines" })).toThrow("Not a User-Agent header");
});
