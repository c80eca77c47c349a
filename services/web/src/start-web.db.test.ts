import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";

import { waitFor } from "@cti/testing/wait-for";
import { afterAll, beforeAll, expect, test } from "vitest";

import { seen, testHandlers, testRoutes } from "../test/test-routes.ts";
import { type TestWeb, testWeb } from "../test/test-web.ts";
import { startWeb } from "./start-web.ts";

let web: TestWeb;
let url: string;
beforeAll(async () => {
  web = await testWeb({}, { routes: testRoutes, handlers: testHandlers });
  url = await web.app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => web.close());

/** Sends bytes as they are, and gives back all that comes until the connection ends. */
async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (part: string) => (text += part));
  // Cut off while it still writes.
  socket.on("error", () => undefined);
  socket.write(bytes);
  await once(socket, "close");
  return text;
}

test.each([
  ["is no HTTP", "nonsense\r\n\r\n", 400, "validation_failed"],
  [
    "has two lengths",
    "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\na",
    400,
    "validation_failed",
  ],
  [
    "has a header without end",
    `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${"y".repeat(20_000)}\r\n\r\n`,
    431,
    "headers_too_large",
  ],
  [
    "has a broken escape",
    "GET /%zz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    400,
    "validation_failed",
  ],
  ["names no host", "GET / HTTP/1.1\r\nconnection: close\r\n\r\n", 421, "misdirected"],
  [
    "expects what nobody knows",
    "GET /nothing HTTP/1.1\r\nhost: localhost\r\nexpect: wonders\r\nconnection: close\r\n\r\n",
    404,
    "not_found",
  ],
  [
    "has a method of its own",
    "PROPFIND / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
    404,
    "not_found",
  ],
])("a request that %s is answered with a problem and our headers", async (_, bytes, status, code) => {
  const text = await sendBytes(bytes);
  const [head = "", body = ""] = text.split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toMatch(/^content-security-policy: default-src 'none'/m);
  expect(head).toMatch(/^x-content-type-options: nosniff/m);
  expect(head).not.toMatch(/^server:/im);
  expect(JSON.parse(body)).toMatchObject({ status, code });
});

test("a client that hangs up ends the stream that it reads, and one that does not read holds it back", async () => {
  const { headers } = await web.as("viewer");
  const before = seen.ended;
  const asking = request(`${url}/api/v1/things/export?endless=true`, { headers }).end();
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  expect(process.memoryUsage().arrayBuffers).toBeLessThan(100_000_000);
  answer.destroy();
  await waitFor(() => expect(seen.ended).toBe(before + 1));
});

test("a stream that breaks off does not look as if it had ended", async () => {
  const { headers } = await web.as("viewer");
  const asking = request(`${url}/api/v1/things/export?fail=later`, { headers }).end();
  const [answer] = (await once(asking, "response")) as [IncomingMessage];
  expect(answer.statusCode).toBe(200);
  await expect(answer.resume().toArray()).rejects.toThrow("aborted");
  expect(
    web.logged.some((line) => line.includes("a stream broke off") && line.includes("the cursor broke")),
  ).toBe(true);
});

test("it serves on a port of its own until it is closed", async () => {
  const served = await startWeb(web.deps);
  expect(served.url).toBe(`http://127.0.0.1:${served.port}`);
  const answer = await fetch(`${served.url}/health/live`);
  expect(answer.status).toBe(200);
  await served.close();
  await expect(fetch(`${served.url}/health/live`)).rejects.toThrow("fetch failed");
});

test("a service that stops ends its streams", async () => {
  const other = await testWeb({}, { routes: testRoutes, handlers: testHandlers });
  const address = await other.app.listen({ host: "127.0.0.1", port: 0 });
  const { headers } = await other.as("viewer");
  const answer = await fetch(`${address}/api/v1/things/export?endless=true`, { headers });
  const reader = answer.body?.getReader();
  await reader?.read();
  const read = async (): Promise<"ended"> => {
    for (;;) if ((await reader?.read())?.done !== false) return "ended";
  };
  const reading = read();
  await other.close();
  expect(await reading).toBe("ended");
});

test("slow clients and crowds have their limits", () => {
  expect(web.app.server).toMatchObject({
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    timeout: 120_000,
    maxConnections: 1_000,
  });
});

test("a taken port is an error that names port and setting", async () => {
  const port = Number(new URL(url).port);
  const second = startWeb({ ...web.deps, settings: { ...web.deps.settings, port } });
  await expect(second).rejects.toThrow(new RegExp(`Port ${port}.*web\\.port`));
});
