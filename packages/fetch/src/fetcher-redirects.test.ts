import { expect, test } from "vitest";

import { publicWeb, serveHttp, testFetcher } from "../test/hostile-web.ts";

test("redirects are followed and told, and a permanent move is a new address", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/a") response.writeHead(301, { location: "/b" });
    if (request.url === "/b") response.writeHead(308, { location: `${server.origin}/c` });
    if (request.url === "/x") response.writeHead(302, { location: "/c" });
    response.end("here");
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  const { origin } = server;
  expect(await fetcher.get(`${origin}/a`)).toMatchObject({
    url: `${origin}/c`,
    movedTo: `${origin}/c`,
    redirects: [
      { status: 301, from: `${origin}/a`, to: `${origin}/b` },
      { status: 308, from: `${origin}/b`, to: `${origin}/c` },
    ],
  });
  expect(await fetcher.get(`${origin}/x`)).toMatchObject({ url: `${origin}/c`, movedTo: null });
});

test("validators go along, so that a moved document can answer 304", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/a") response.writeHead(301, { location: "/b" });
    else response.statusCode = request.headers["if-none-match"] === '"v1"' ? 304 : 200;
    response.end();
  });
  const response = await testFetcher({ allow: ["127.0.0.1"] }).get(`${server.origin}/a`, { etag: '"v1"' });
  expect(response).toMatchObject({ notModified: true, movedTo: `${server.origin}/b` });
});

test("an allowed server cannot send us to one that is not allowed", async () => {
  const secret = await serveHttp((_request, response) => response.end("secret"));
  const server = await serveHttp((_request, response) => {
    response.writeHead(302, { location: `${secret.origin}/admin` });
    response.end();
  });
  const fetcher = testFetcher({ allow: [`127.0.0.1:${server.port}`] });
  await expect(fetcher.get(server.origin)).rejects.toMatchObject({
    reason: "blocked_address",
    url: `${secret.origin}/admin`,
  });
  expect(secret.requests).toEqual([]);
});

test.each([
  ["http://169.254.169.254/latest/meta-data/", "blocked_address"],
  ["http://[fd00:ec2::254]/", "blocked_address"],
  ["http://2130706433/", "blocked_address"],
  ["//127.0.0.1/", "blocked_address"],
  ["http://[::ffff:127.0.0.1]/", "blocked_address"],
  ["http://other.example:25/", "blocked_port"],
  ["http://user:pass@other.example/", "invalid_url"],
  ["file:///etc/passwd", "invalid_url"],
  ["javascript:alert(1)", "invalid_url"],
  ["http://", "invalid_url"],
])("a public server cannot send us to %s", async (location, reason) => {
  const server = await serveHttp((_request, response) => {
    response.writeHead(302, { location });
    response.end();
  });
  const fetcher = testFetcher({}, publicWeb(server.port));
  await expect(fetcher.get("http://news.example/")).rejects.toMatchObject({ reason });
  expect(server.requests).toEqual(["/"]);
});

test("a name that a redirect brings up is resolved and checked as well", async () => {
  const server = await serveHttp((_request, response) => {
    response.writeHead(302, { location: "http://rebind.example/" });
    response.end();
  });
  const web = publicWeb(server.port);
  const fetcher = testFetcher(
    {},
    {
      ...web,
      lookup: async (host) =>
        host === "rebind.example" ? [{ address: "192.168.1.1", family: 4 }] : web.lookup(host),
    },
  );
  await expect(fetcher.get("http://news.example/")).rejects.toMatchObject({ reason: "blocked_address" });
  expect(server.requests).toHaveLength(1);
});

test("a circle ends at its first repetition and a long chain at the limit", async () => {
  const server = await serveHttp((request, response) => {
    const number = Number(/\d+/.exec(request.url ?? "")?.[0] ?? 0);
    const circle = request.url?.startsWith("/circle") === true;
    response.writeHead(302, { location: circle ? `/circle${(number + 1) % 3}` : `/chain${number + 1}` });
    response.end();
  });
  const fetcher = testFetcher({ allow: ["127.0.0.1"] });
  await expect(fetcher.get(`${server.origin}/circle0`)).rejects.toMatchObject({
    reason: "too_many_redirects",
    message: "127.0.0.1 redirects in a circle.",
  });
  expect(server.requests).toHaveLength(3);
  await expect(fetcher.get(`${server.origin}/chain0`)).rejects.toMatchObject({
    reason: "too_many_redirects",
  });
  expect(server.requests).toHaveLength(3 + 6);
});

test("a redirect without a destination is its own status", async () => {
  const server = await serveHttp((_request, response) => {
    response.statusCode = 302;
    response.end();
  });
  await expect(testFetcher({ allow: ["127.0.0.1"] }).get(server.origin)).rejects.toMatchObject({
    reason: "http_302",
  });
});

test("the body of a redirect is not waited for", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/b") {
      response.end("there");
      return;
    }
    response.writeHead(302, { location: "/b" });
    response.write("never ends");
  });
  const response = await testFetcher({ allow: ["127.0.0.1"] }).get(`${server.origin}/a`);
  expect(Buffer.from(response.body).toString()).toBe("there");
});
