import { lookup as resolveName } from "node:dns/promises";
import { setTimeout as sleepFor } from "node:timers/promises";

import { Agent } from "undici";

import { parseAllowList } from "./allow-list.ts";
import { checkUrl } from "./check-url.ts";
import { createConnector } from "./connector.ts";
import { exchange } from "./exchange.ts";
import type { FetchRequest, FetchResponse, FetchSettings, Lookup, Sleep } from "./fetch-types.ts";
import { followRedirects } from "./follow-redirects.ts";
import { HostPace } from "./host-pace.ts";
import type { Dial } from "./open-socket.ts";
import { headersOf } from "./request-headers.ts";
import { limitsOf } from "./request-limits.ts";
import { isSendable } from "./response-headers.ts";
import { withRetries } from "./retry.ts";
import { RobotsCache } from "./robots.ts";
import { toResponse } from "./to-response.ts";
import { type Context, visit } from "./visit.ts";

export { FetchError, type FetchReason } from "./fetch-error.ts";
export type { FetchRequest, FetchResponse, FetchSettings, TraceEvent } from "./fetch-types.ts";

export type Fetcher = {
  /** Fetches one document; rejects with a FetchError for everything that is not 2xx or an expected 304. */
  get(url: string, request?: FetchRequest): Promise<FetchResponse>;
  /** Ends every connection, wait and request (these reject with `cancelled`). */
  close(): Promise<void>;
};

/** Stand-ins for the outside; `now` is in milliseconds since 1970, `dial` opens a TCP connection. */
export type FetcherDeps = { lookup?: Lookup; now?: () => number; sleep?: Sleep; dial?: Dial };

const connectionsPerOrigin = 64;
const robotsMaxBytes = 512_000;
const robotsMaxRedirects = 5;

/**
 * Makes the product's only way to the outside: guarded addresses, robots.txt, a polite pace and hard limits.
 * Throws when an entry of `settings.allow` cannot be read or the user agent is no header value.
 */
export function createFetcher(settings: FetchSettings, deps: FetcherDeps = {}): Fetcher {
  const { lookup = lookUpAll, now = Date.now, sleep = sleepDefault, dial } = deps;
  const allow = parseAllowList(settings.allow);
  if (!isSendable(settings.userAgent)) throw new Error(`Not a User-Agent header: "${settings.userAgent}"`);
  const connector = createConnector({ allow, lookup, dial, connectTimeoutMs: settings.connectTimeoutMs });
  const agent = new Agent({
    connect: connector.connect,
    connections: Math.max(connectionsPerOrigin, settings.hostConcurrency),
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: settings.maxHeaderBytes,
    keepAliveMaxTimeout: 30_000,
  });
  const robots = new RobotsCache({
    productToken: productTokenOf(settings.userAgent),
    ttlMs: settings.robotsTtlMs,
    now,
    read: (url) => readRobots(context, url),
  });
  const pace = new HostPace({ now, sleep });
  const context: Context = {
    settings,
    allow,
    agent,
    connector,
    pace,
    robots,
    now,
    sleep,
  };
  return {
    get: (url, request = {}) => get(context, url, request),
    async close() {
      pace.close();
      await agent.destroy();
      connector.destroy();
    },
  };
}

async function get(context: Context, address: string, request: FetchRequest): Promise<FetchResponse> {
  const started = performance.now();
  const { settings, allow } = context;
  const start = checkUrl(allow, address);
  const visitor = { request, headers: headersOf(settings, request) };
  const limits = { allow, maxRedirects: settings.maxRedirects };
  const followed = await followRedirects(
    limits,
    start,
    (url) => visit(context, visitor, url),
    (redirect) => request.trace?.({ step: "redirect", ...redirect }),
  );
  return { ...toResponse(context, visitor, followed), durationMs: performance.now() - started };
}

async function readRobots(context: Context, robotsUrl: URL): Promise<{ status: number; text: string }> {
  const { settings, allow } = context;
  const headers = headersOf(settings, { accept: "text/plain, */*;q=0.5" });
  const limits = {
    ...limitsOf(settings, {}),
    maxWireBytes: robotsMaxBytes,
    maxBodyBytes: robotsMaxBytes,
    truncate: true,
  };
  const { answer } = await followRedirects({ allow, maxRedirects: robotsMaxRedirects }, robotsUrl, (url) =>
    withRetries(context, { url }, () => exchange(context, { url, headers, limits })),
  );
  return { status: answer.status, text: new TextDecoder().decode(answer.body) };
}

/** The name that robots.txt groups are matched against: "CTI-Scraper" of "CTI-Scraper/0.1 (+contact)". */
function productTokenOf(userAgent: string): string {
  return /^[^\s/]*/.exec(userAgent)?.[0] ?? "";
}

function lookUpAll(host: string): Promise<{ address: string; family: number }[]> {
  return resolveName(host, { all: true });
}

async function sleepDefault(ms: number, signal?: AbortSignal): Promise<void> {
  await sleepFor(ms, undefined, signal ? { signal } : {});
}
