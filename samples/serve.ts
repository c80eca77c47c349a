import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buildResources } from "./resources.ts";
import type { State } from "./resources.ts";
import { listSources } from "./sites.ts";

type SampleServer = { origin: string; sources: ReturnType<typeof listSources>; close(): Promise<void> };

/**
 * Serves the sample web on 127.0.0.1; articles are dated back from `now` (the start, unless given).
 * Port 0 takes any free port. Rejects with an Error that names the port when it cannot listen.
 */
export async function serveSamples(options: { port: number; now?: Date }): Promise<SampleServer> {
  const server = createServer();
  const port = await listen(server, options.port);
  const origin = `http://127.0.0.1:${port}`;
  const resources = buildResources(origin, options.now ?? new Date());
  server.on("request", (request, response) => answer(request, response, resources));
  return { origin, sources: listSources(origin), close: () => close(server) };
}

async function listen(server: Server, port: number): Promise<number> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (cause) {
    throw new Error(`The sample server cannot listen on 127.0.0.1:${port}.`, { cause });
  }
  const address: AddressInfo | string | null = server.address();
  return typeof address === "object" && address ? address.port : port;
}

function answer(request: IncomingMessage, response: ServerResponse, resources: Map<string, State[]>): void {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { Allow: "GET, HEAD" }).end();
    return;
  }
  const path = request.url?.split("?")[0] ?? "/";
  const { state, known } = chooseState(resources.get(path) ?? [], request);
  if (!state) {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
    return;
  }
  const validators = { ETag: state.etag, "Last-Modified": state.lastModified.toUTCString() };
  if (known) {
    response.writeHead(304, validators).end();
    return;
  }
  const body = Buffer.from(state.body);
  response.writeHead(200, { ...validators, "Content-Type": state.type, "Content-Length": body.length });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** The state after the one that the client shows to know (RFC 9110 §13); its last one stays `known`. */
function chooseState(states: State[], request: IncomingMessage): { state?: State; known: boolean } {
  const seen = findSeen(states, request);
  const state = states[Math.min(seen + 1, states.length - 1)];
  return state ? { state, known: seen === states.length - 1 } : { known: false };
}

function findSeen(states: State[], request: IncomingMessage): number {
  const tags = request.headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (tags?.includes("*")) return states.length - 1;
  if (tags) return states.findLastIndex(({ etag }) => tags.includes(etag));
  const since = Date.parse(request.headers["if-modified-since"] ?? "");
  return states.findLastIndex(({ lastModified }) => lastModified.getTime() <= since);
}

async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

if (import.meta.main) {
  const { origin, sources } = await serveSamples({ port: Number(process.argv[2] ?? 0) });
  const lines = sources.map(({ kind, url }) => `  ${kind.padEnd(8)}${url}`);
  process.stdout.write(`Samples at ${origin}/\n${lines.join("\n")}\n`);
}
