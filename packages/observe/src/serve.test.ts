import { Agent, request as sendRequest } from "node:http";
import { connect } from "node:net";

import { afterEach, expect, test } from "vitest";

import { type ComponentHealth, createHealth } from "./health.ts";
import { type ObservabilityServer, serveObservability } from "./serve.ts";

let status: ComponentHealth["status"] = "ok";
let server: ObservabilityServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
  status = "ok";
});

const metrics = { contentType: "text/plain; version=0.0.4", render: () => Promise.resolve("up 1\n") };

async function serve(more: { render?: () => Promise<string>; critical?: string[] } = {}): Promise<string> {
  const health = createHealth({
    version: "1",
    checks: { database: () => Promise.resolve({ status, message: "m", details: {} }) },
    ...(more.critical && { critical: more.critical }),
    now: () => new Date(),
    timeoutMs: 1_000,
    cacheMs: 0,
  });
  server = await serveObservability({
    host: "127.0.0.1",
    port: 0,
    setting: "worker.port",
    health,
    metrics: { ...metrics, ...(more.render && { render: more.render }) },
  });
  return `http://127.0.0.1:${server.port}`;
}

test("health is 200 while ok or degraded and 503 in error, and always says why", async () => {
  const base = await serve();
  for (const [now, code] of [
    ["ok", 200],
    ["degraded", 200],
    ["error", 503],
  ] as const) {
    status = now;
    const response = await fetch(`${base}/health`);
    expect(response.status).toBe(code);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(await response.json()).toMatchObject({ status: now, components: { database: { message: "m" } } });
  }
});

test("readiness follows the critical components, liveness says only that the process answers", async () => {
  const base = await serve();
  status = "error";
  expect((await fetch(`${base}/health/ready`)).status).toBe(503);
  expect((await fetch(`${base}/health/live`)).status).toBe(200);
  await server?.close();
  const other = await serve({ critical: [] });
  expect((await fetch(`${other}/health/ready`)).status).toBe(200);
});

test("metrics come in their own type, and nothing is stored or guessed by the reader", async () => {
  const response = await fetch(`${await serve()}/metrics?x=1`);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await response.text()).toBe("up 1\n");
});

test("HEAD says how long the answer would be", async () => {
  const response = await fetch(`${await serve()}/metrics`, { method: "HEAD" });
  expect(response.headers.get("content-length")).toBe("5");
  expect(await response.text()).toBe("");
});

test.each([
  ["GET", "/", 404],
  ["GET", "/health/", 404],
  ["GET", "/__proto__", 404],
  ["POST", "/health", 405],
  ["DELETE", "/metrics", 405],
])("%s %s is refused as a problem", async (method, path, code) => {
  const response = await fetch(`${await serve()}${path}`, { method });
  expect(response.status).toBe(code);
  expect(response.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  expect(await response.json()).toMatchObject({ type: "about:blank", status: code });
  expect(response.headers.get("allow")).toBe(code === 405 ? "GET, HEAD" : null);
});

test("a failing answer shows no inner message and does not end the server", async () => {
  const base = await serve({ render: () => Promise.reject(new Error("secret")) });
  const response = await fetch(`${base}/metrics`);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
  expect((await fetch(`${base}/health/live`)).status).toBe(200);
});

test("headers of more than 8 kB are refused", async () => {
  const base = await serve();
  const code = await new Promise((resolve, reject) => {
    sendRequest(`${base}/health`, { headers: { "x-long": "a".repeat(9_000) } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(code).toBe(431);
});

test("a port in use is an error that names the port and its setting", async () => {
  await serve();
  const port = server?.port ?? 0;
  await expect(
    serveObservability({
      host: "127.0.0.1",
      port,
      setting: "worker.port",
      health: createHealth({ version: "1", checks: {}, now: () => new Date(), timeoutMs: 1 }),
      metrics,
    }),
  ).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken by another process: set another one with worker.port`,
  );
});

test("closing does not wait for clients that send nothing", async () => {
  await serve();
  const socket = connect(server?.port ?? 0, "127.0.0.1");
  const closed = new Promise((resolve) => socket.on("close", () => resolve("closed")));
  await new Promise((resolve) => socket.on("connect", resolve));
  socket.write("GET /health HTT");
  socket.on("error", () => undefined);
  await server?.close();
  expect(await closed).toBe("closed");
});

test("who asks on without waiting for an answer is cut off", async () => {
  let rendered = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const render = async (): Promise<string> => {
    rendered += 1;
    await finished;
    return "up 1\n";
  };
  const { hostname, port } = new URL(await serve({ render }));
  const socket = connect(Number(port), hostname);
  let text = "";
  socket.on("data", (part) => (text += String(part))).on("error", () => undefined);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(500));
  await closed;
  finish();
  expect([rendered, text]).toEqual([1, ""]);
});

test("one connection serves one request after another", async () => {
  const { hostname, port } = new URL(await serve({ render: () => Promise.resolve("x".repeat(500_000)) }));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const get = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const sent = sendRequest({ hostname, port, path: "/metrics", agent }, (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode ?? 0));
      });
      sent.on("error", reject).end();
    });
  expect(await Promise.all(Array.from({ length: 30 }, get))).toEqual(Array.from({ length: 30 }, () => 200));
  agent.destroy();
});
