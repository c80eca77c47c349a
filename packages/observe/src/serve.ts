import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { Health } from "./health.ts";
import { createOneAtATime } from "./one-at-a-time.ts";
import { ServeError } from "./serve-error.ts";

export type ObservabilityServer = {
  port: number;
  /** Lets answers in hand end, for a second at most. */
  close(): Promise<void>;
};

export type ObservabilityOptions = {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Names the setting of the port in the error when it is taken, such as `worker.port`. */
  setting: string;
  health: Health;
  metrics: { contentType: string; render(): Promise<string> };
};

/**
 * Serves /health, /health/live, /health/ready and /metrics, for reading only. It holds no more than a few small
 * requests at a time, so that nobody can keep the process busy through it.
 */
export async function serveObservability(options: ObservabilityOptions): Promise<ObservabilityServer> {
  const { health, metrics } = options;
  const paths: Record<string, () => Promise<Reply>> = {
    "/health": async () => statusReply(await health.report()),
    "/health/ready": async () => statusReply(await health.ready()),
    "/health/live": () => Promise.resolve(statusReply(health.live())),
    "/metrics": async () => ({ status: 200, type: metrics.contentType, body: await metrics.render() }),
  };
  const mayAnswer = createOneAtATime();
  const server = createServer(
    {
      maxHeaderSize: 8_192,
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: 5_000,
    },
    (request, response) => {
      if (mayAnswer(request, response)) void answer(request, response, paths);
    },
  );
  server.maxConnections = 64;
  // A client that reads nothing of its answer is let go.
  server.setTimeout(30_000);
  const port = await listen(server, options);
  return { port, close: () => close(server) };
}

type Reply = { status: number; type: string; body: string; allow?: string };

function statusReply(report: { status: string }): Reply {
  return json(report.status === "error" ? 503 : 200, "application/json", report);
}

function problem(status: number, title: string, detail: string): Reply {
  return json(status, "application/problem+json", { type: "about:blank", title, status, detail });
}

function json(status: number, type: string, value: unknown): Reply {
  return { status, type: `${type}; charset=utf-8`, body: `${JSON.stringify(value)}\n` };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  paths: Record<string, () => Promise<Reply>>,
): Promise<void> {
  const reply = await route(request, paths).catch(() =>
    problem(500, "Internal Server Error", "The answer could not be made; the log of the process says why."),
  );
  const hasBody = request.headers["content-length"] !== undefined || "transfer-encoding" in request.headers;
  response.writeHead(reply.status, {
    "content-type": reply.type,
    "content-length": Buffer.byteLength(reply.body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(reply.allow && { allow: reply.allow }),
    // A body is never read, and the next request would start in its middle.
    ...(hasBody && { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : reply.body);
}

async function route(
  { method, url = "/" }: IncomingMessage,
  paths: Record<string, () => Promise<Reply>>,
): Promise<Reply> {
  const path = url.split("?", 1)[0] ?? "/";
  const reply = Object.hasOwn(paths, path) ? paths[path] : undefined;
  if (!reply)
    return problem(404, "Not Found", `There are ${Object.keys(paths).join(", ")} and nothing else.`);
  if (method !== "GET" && method !== "HEAD")
    return { ...problem(405, "Method Not Allowed", "Only GET and HEAD are answered."), allow: "GET, HEAD" };
  return reply();
}

function listen(server: Server, { host, port, setting }: ObservabilityOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => {
      reject(new ServeError(explain(error, { host, port, setting }), { cause: error }));
    });
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function explain(
  { code, message }: NodeJS.ErrnoException,
  { host, port, setting }: { host: string; port: number; setting: string },
): string {
  const cure = `set another one with ${setting} (0 serves none)`;
  if (code === "EADDRINUSE") return `Port ${port} on ${host} is taken by another process: ${cure}.`;
  if (code === "EACCES") return `Port ${port} on ${host} needs more rights than this account has: ${cure}.`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `This machine has no address ${host}: set health.host to one that it has, such as 127.0.0.1.`;
  return `Health and metrics cannot be served on ${host} port ${port} (${message}): ${cure}.`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.closeAllConnections(), 1_000);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
