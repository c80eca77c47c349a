import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { stripTypeScriptTypes } from "node:module";

import { afterEach, expect, test } from "vitest";

import { ApiAway, ApiProblem, type Client, createClient } from "./client.ts";
import { paths } from "./paths.ts";
import { routes } from "./routes.ts";

type Seen = { method?: string; url?: string; headers: IncomingMessage["headers"]; body: string };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A server that answers everything in this way, and what it was asked. */
async function serve(
  answer: (response: ServerResponse) => void,
): Promise<{ url: string; seen: Seen[]; client: Client }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({ method, url, headers, body });
      answer(response);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen, client: createClient(paths, { url, token: "cti_pat_x" }) };
}

const json =
  (status: number, body: unknown, type = "application/json") =>
  (response: ServerResponse): void => {
    response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));
  };

test("path, query, token and headers are sent as the route has them", async () => {
  const { client, seen } = await serve(json(200, { items: [], next_cursor: null }));
  await client.listArticles({ query: { q: "a&b=c #1", limit: 20, cursor: undefined } });
  await client.removeTag({ params: { subject: "article", id: 7, tag: "a/b ü" } });
  expect(seen[0]).toMatchObject({
    method: "GET",
    url: "/api/v1/articles?q=a%26b%3Dc+%231&limit=20",
    headers: { authorization: "Bearer cti_pat_x" },
  });
  expect(seen[1]).toMatchObject({ method: "DELETE", url: "/api/v1/tags/article/7/a%2Fb%20%C3%BC" });
});

test("a body goes as JSON, with If-Match and Idempotency-Key where the route takes them", async () => {
  const { client, seen } = await serve(json(200, { id: 1 }));
  await client.changeNote({ params: { id: 1 }, body: { text: "x" }, ifMatch: 4 });
  await client.changeNote({ params: { id: 1 }, body: { text: "x" }, ifMatch: '"r4-abc"' });
  await client.createNote({
    body: { subject: "article", subject_id: 1, text: "x" },
    idempotencyKey: "k",
  });
  expect(seen.map(({ headers }) => headers["if-match"])).toEqual(['"r4"', '"r4-abc"', undefined]);
  expect(seen[0]).toMatchObject({ body: '{"text":"x"}', headers: { "content-type": "application/json" } });
  expect(seen[2]?.headers["idempotency-key"]).toBe("k");
});

test("OPML goes as it is", async () => {
  const { client, seen } = await serve(json(200, {}));
  await client.importOpml({ body: "<opml/>" });
  expect(seen[0]).toMatchObject({ body: "<opml/>", headers: { "content-type": "text/x-opml" } });
});

test("no content is undefined", async () => {
  const { client } = await serve((response) => response.writeHead(204).end());
  expect(await client.logout()).toBeUndefined();
});

test("what the server refuses is thrown with its code, request and fields", async () => {
  const errors = [{ pointer: "#/limit", detail: "Too big" }];
  const problem = {
    type: "urn:cti-scraper:problem:validation_failed",
    title: "No",
    status: 400,
    instance: "/api/v1/articles",
    code: "validation_failed",
    request_id: "r-1",
    errors,
  };
  const { client } = await serve(json(400, problem, "application/problem+json; charset=utf-8"));
  const thrown: unknown = await client.listArticles().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ApiProblem);
  expect(thrown).toMatchObject({
    status: 400,
    code: "validation_failed",
    request_id: "r-1",
    errors,
    message: "No",
  });
});

test.each([
  ["a page of a proxy", 502, "text/html", /answered 502 text\/html: that is not this API/],
  ["a page of something else", 200, "text/html", /answered 200 text\/html: that is not this API/],
  ["JSON of something else", 404, "application/json", /answered 404 application\/json: that is not this API/],
])("%s is told as such", async (_, status, type, message) => {
  const { client } = await serve((response) => {
    response.writeHead(status, { "content-type": type }).end("<html>");
  });
  const thrown: unknown = await client.listArticles().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ApiAway);
  expect((thrown as Error).message).toMatch(message);
});

test("a redirect is not followed: it would lead somebody else's server to be asked", async () => {
  const { client, seen } = await serve((response) => response.writeHead(302, { location: "/x" }).end());
  await expect(client.listArticles()).rejects.toBeInstanceOf(ApiAway);
  expect(seen).toHaveLength(1);
});

test("a server that is not there is told with the reason", async () => {
  const { url } = await serve(() => undefined);
  const [server] = servers.splice(0);
  await new Promise((resolve) => server?.close(resolve));
  const client = createClient(paths, { url });
  await expect(client.listArticles()).rejects.toThrow(`${url} does not answer: ECONNREFUSED`);
});

test("who gives up gets his own reason back", async () => {
  const { client } = await serve(() => undefined);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(client.listArticles({ signal })).rejects.toThrow("enough");
});

test("a stream comes in chunks, with letters whole that were cut on the way", async () => {
  const { client } = await serve((response) => {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    const bytes = Buffer.from("1 ü\n2\n");
    response.write(bytes.subarray(0, 3), () => response.end(bytes.subarray(3)));
  });
  let text = "";
  for await (const chunk of client.exportArticles({ query: { format: "ndjson" } })) text += chunk;
  expect(text).toBe("1 ü\n2\n");
});

test("a stream that breaks off is no end", async () => {
  const { client } = await serve((response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("id: 1\n\n", () => response.destroy());
  });
  await expect(Array.fromAsync(client.streamEvents())).rejects.toBeInstanceOf(ApiAway);
});

test("who leaves a stream leaves the server", async () => {
  let left = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    left = resolve;
  });
  const { client } = await serve((response) => {
    response.on("close", left);
    response.writeHead(200, { "content-type": "text/event-stream" }).write("id: 1\n\n");
  });
  for await (const chunk of client.streamEvents()) {
    expect(chunk).toBe("id: 1\n\n");
    break;
  }
  await gone;
});

test.each(["", ".", ".."])("the parameter %j would name another address and is refused", async (tag) => {
  const { client } = await serve(json(200, {}));
  await expect(client.removeTag({ params: { subject: "article", id: 1, tag } })).rejects.toThrow(TypeError);
});

test("methods that stream are those whose routes do", async () => {
  const { client } = await serve(json(200, {}));
  for (const [name, route] of Object.entries(routes)) {
    if (route.path.includes(":")) continue;
    const method = client[name as keyof Client] as () => unknown;
    const result = method();
    if (result instanceof Promise) await result.catch(() => undefined);
    expect(result instanceof Promise, name).toBe(!("stream" in route));
  }
});

test("the client brings no Zod along and is small", () => {
  const source = readFileSync(new URL("client.ts", import.meta.url), "utf8");
  const code = stripTypeScriptTypes(source)
    .replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "")
    .replaceAll(/\s+/g, " ");
  expect(code).not.toMatch(/\bimport\b/);
  expect(code.length).toBeLessThan(4_000);
});
