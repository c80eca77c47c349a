import { expect, test } from "vitest";

import { publicWeb, serveHttp, serveTcp, testFetcher } from "../test/hostile-web.ts";
import type { TraceEvent } from "./fetch-types.ts";

function serveRobots(status: number, text: string): ReturnType<typeof serveHttp> {
  return serveHttp((request, response) => {
    const isRobots = request.url === "/robots.txt";
    response.statusCode = isRobots ? status : 200;
    response.end(isRobots ? text : "page");
  });
}

test("what robots.txt forbids is not fetched, unless the caller says so", async () => {
  const server = await serveRobots(200, "User-agent: *\nDisallow: /private");
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  await expect(fetcher.get(`${server.origin}/private/a`)).rejects.toMatchObject({
    reason: "robots",
    message: "The robots.txt of 127.0.0.1 forbids this address (Disallow: /private).",
  });
  expect(server.requests).toEqual(["/robots.txt"]);
  expect((await fetcher.get(`${server.origin}/public`)).status).toBe(200);
  expect((await fetcher.get(`${server.origin}/private/a`, { ignoreRobots: true })).status).toBe(200);
});

test("a user agent of the source's does not change whose rules count", async () => {
  const server = await serveRobots(
    200,
    "User-agent: CTI-Scraper\nDisallow: /\n\nUser-agent: Mozilla\nAllow: /",
  );
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  await expect(fetcher.get(server.origin, { userAgent: "Mozilla/5.0" })).rejects.toMatchObject({
    reason: "robots",
  });
});

test.each([
  [404, "User-agent: *\nDisallow: /"],
  [403, ""],
  [200, ""],
  [200, "<html>not found</html>"],
  [204, ""],
])("a robots.txt that answers %i with %j allows everything", async (status, text) => {
  const server = await serveRobots(status, text);
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  expect((await fetcher.get(server.origin)).status).toBe(200);
});

test.each([500, 503, 429])("a robots.txt that answers %i keeps us away", async (status) => {
  const server = await serveRobots(status, "");
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({
    reason: "robots",
    message: `127.0.0.1 is left alone because its robots.txt answered ${status}.`,
  });
});

test("a robots.txt that breaks off keeps us away", async () => {
  const server = await serveTcp((socket) => socket.destroy());
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({ reason: "robots" });
  expect(server.requests).toEqual(["/robots.txt"]);
});

test("when the host itself cannot be reached, that is the reason", async () => {
  const fetcher = testFetcher({ robots: true }, { lookup: () => Promise.reject(new Error("ENOTFOUND")) });
  await expect(fetcher.get("http://news.example/")).rejects.toMatchObject({
    reason: "dns",
    url: "http://news.example/",
  });
});

test("it is read once for all who ask at the same time, and again after its time", async () => {
  const server = await serveRobots(200, "User-agent: *\nDisallow: /private");
  let now = 0;
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true, robotsTtlMs: 1000 }, { now: () => now });
  await Promise.all([1, 2, 3, 4].map((i) => fetcher.get(`${server.origin}/${i}`)));
  expect(server.requests.filter((path) => path === "/robots.txt")).toHaveLength(1);
  now = 999;
  await fetcher.get(`${server.origin}/5`);
  now = 1001;
  await fetcher.get(`${server.origin}/6`);
  expect(server.requests.filter((path) => path === "/robots.txt")).toHaveLength(2);
});

test("a huge robots.txt counts as far as its first 500 kB", async () => {
  const filler = "# filler\n".repeat(100_000);
  const server = await serveRobots(200, `User-agent: *\nDisallow: /early\n${filler}Disallow: /late\n`);
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  await expect(fetcher.get(`${server.origin}/early`)).rejects.toMatchObject({ reason: "robots" });
  expect((await fetcher.get(`${server.origin}/late`)).status).toBe(200);
});

test("its redirects are followed through the same guard, and a circle means no rules", async () => {
  const target = await serveHttp((_request, response) => response.end("User-agent: *\nDisallow: /"));
  const server = await serveHttp((request, response) => {
    if (request.url === "/robots.txt") response.writeHead(301, { location: `${target.origin}/rules` });
    response.end();
  });
  const open = testFetcher({ allow: ["127.0.0.1"], robots: true });
  await expect(open.get(server.origin)).rejects.toMatchObject({ reason: "robots" });
  const guarded = testFetcher({ allow: [`127.0.0.1:${server.port}`], robots: true });
  await expect(guarded.get(server.origin)).rejects.toMatchObject({ reason: "blocked_address" });

  const circle = await serveHttp((request, response) => {
    if (request.url === "/robots.txt") response.writeHead(301, { location: "/robots.txt" });
    response.end();
  });
  expect((await open.get(circle.origin)).status).toBe(200);
});

test("a crawl-delay widens the gap between visits", async () => {
  const server = await serveRobots(200, "User-agent: *\nCrawl-delay: 7");
  let now = 0;
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
  };
  const fetcher = testFetcher(
    { robots: true, hostIntervalMs: 100 },
    { ...publicWeb(server.port), now: () => now, sleep },
  );
  const waits: TraceEvent[] = [];
  const trace = (event: TraceEvent): void => {
    if (event.step === "wait") waits.push(event);
  };
  await fetcher.get("http://news.example/a", { trace });
  await fetcher.get("http://news.example/b", { trace });
  expect(waits).toEqual([{ step: "wait", reason: "pace", ms: 7000 }]);
});

test("each address of a redirect is asked about", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/a") response.writeHead(302, { location: "/private" });
    response.end(request.url === "/robots.txt" ? "User-agent: *\nDisallow: /private" : "");
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  await expect(fetcher.get(`${server.origin}/a`)).rejects.toMatchObject({ reason: "robots" });
  expect(server.requests).toEqual(["/robots.txt", "/a"]);
});

test("one who gives up waiting for robots.txt does not spoil it for the others", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const server = await serveHttp((request, response) => {
    const opened = request.url === "/robots.txt" ? gate : Promise.resolve();
    void opened.then(() => response.end("User-agent: *\nDisallow: /x"));
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"], robots: true });
  const abort = new AbortController();
  const impatient = fetcher.get(server.origin, { signal: abort.signal });
  const patient = fetcher.get(server.origin);
  abort.abort();
  await expect(impatient).rejects.toMatchObject({ reason: "cancelled" });
  open();
  expect((await patient).status).toBe(200);
});
