import { createServer, type RequestListener } from "node:http";
import { connect, createServer as createTcpServer, type Server, type Socket } from "node:net";

import { onTestFinished } from "vitest";

import { createFetcher, type Fetcher, type FetcherDeps, type FetchSettings } from "../src/fetcher.ts";
import { listen } from "./listen.ts";

/** An address that the guard takes for public; `dial` leads it to the test's own server. */
export const publicAddress = "93.184.215.14";

export type TestServer = { port: number; origin: string; requests: string[]; sockets: Set<Socket> };

/** Serves on a free loopback port until the test ends, and notes the paths that were asked for. */
export async function serveHttp(listener: RequestListener): Promise<TestServer> {
  const requests: string[] = [];
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, (request, response) => {
    requests.push(request.url ?? "");
    listener(request, response);
  });
  return toTestServer(server, requests);
}

/** Serves raw bytes: the listener gets each connection after the first bytes of a request arrived. */
export async function serveTcp(onRequest: (socket: Socket) => void): Promise<TestServer> {
  const requests: string[] = [];
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      requests.push(data.toString("latin1").split(" ")[1] ?? "");
      onRequest(socket);
    });
  });
  return toTestServer(server, requests);
}

async function toTestServer(server: Server, requests: string[]): Promise<TestServer> {
  const { port, sockets } = await listen(server);
  return { port, origin: `http://127.0.0.1:${port}`, requests, sockets };
}

/** A fetcher with short limits that closes when the test ends. */
export function testFetcher(settings: Partial<FetchSettings> = {}, deps: FetcherDeps = {}): Fetcher {
  const fetcher = createFetcher(
    {
      userAgent: "CTI-Scraper/0.1 (+https://example.org)",
      allow: [],
      connectTimeoutMs: 3000,
      headersTimeoutMs: 5000,
      bodyTimeoutMs: 5000,
      maxWireBytes: 1_000_000,
      maxBodyBytes: 2_000_000,
      maxRedirects: 5,
      maxHeaderBytes: 16_384,
      hostIntervalMs: 0,
      hostConcurrency: 2,
      robots: false,
      robotsTtlMs: 3_600_000,
      retries: 0,
      ...settings,
    },
    deps,
  );
  onTestFinished(() => fetcher.close());
  return fetcher;
}

/** Makes every name public and leads every connection to this loopback port. */
export function publicWeb(port: number): Required<Pick<FetcherDeps, "lookup" | "dial">> {
  return {
    lookup: async () => [{ address: publicAddress, family: 4 }],
    dial: () => connect(port, "127.0.0.1"),
  };
}
