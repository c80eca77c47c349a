import type { Agent } from "undici";

import { opensHost } from "./address-guard.ts";
import type { AllowList } from "./allow-list.ts";
import { beforeAbort, orCancelled } from "./before-abort.ts";
import { portOf } from "./check-url.ts";
import type { Connector } from "./connector.ts";
import { type Exchange, exchange } from "./exchange.ts";
import { cleanText, FetchError } from "./fetch-error.ts";
import type { FetchRequest, FetchSettings, Sleep } from "./fetch-types.ts";
import type { HostPace, Pace } from "./host-pace.ts";
import { limitsOf } from "./request-limits.ts";
import { notableHeaders, retryAfterOf } from "./response-headers.ts";
import { withRetries } from "./retry.ts";
import type { RobotsCache } from "./robots.ts";

/** What a fetcher owns and every visit uses. */
export type Context = {
  settings: FetchSettings;
  allow: AllowList;
  agent: Agent;
  connector: Connector;
  pace: HostPace;
  robots: RobotsCache;
  now: () => number;
  sleep: Sleep;
};

/** One caller's wish, on its way through one or more addresses. */
export type Visitor = { request: FetchRequest; headers: Record<string, string> };

/** One address: robots, its turn, the exchange, and further tries when the connection or the server failed. */
export async function visit(context: Context, visitor: Visitor, url: URL): Promise<Exchange> {
  const { connector } = context;
  const { trace } = visitor.request;
  const unlisten = trace ? connector.listen(url.origin, trace) : null;
  try {
    const crawlDelayMs = await askRobots(context, visitor, url);
    const waiting = { ...visitor.request, url };
    return await withRetries(context, waiting, () => takeTurn(context, visitor, url, crawlDelayMs));
  } finally {
    unlisten?.();
  }
}

/** Returns the delay that robots.txt asks for. Throws `robots` when it forbids the visit. */
async function askRobots(context: Context, { request }: Visitor, url: URL): Promise<number> {
  if (!context.settings.robots || request.ignoreRobots === true) return 0;
  const asking = context.robots.check(url);
  const verdict = await orCancelled(beforeAbort(asking, request.signal), url, request.signal);
  const { allowed, rule, why } = verdict;
  request.trace?.({ step: "robots", url: url.href, allowed, rule: rule && cleanText(rule, 300) });
  if (allowed) return verdict.crawlDelayMs ?? 0;
  const message = why
    ? `${url.hostname} is left alone because its robots.txt ${why}.`
    : `The robots.txt of ${url.hostname} forbids this address (${rule}).`;
  throw new FetchError("robots", message, { url: url.href });
}

async function takeTurn(
  context: Context,
  { request, headers }: Visitor,
  url: URL,
  crawlDelayMs: number,
): Promise<Exchange> {
  const { settings, pace } = context;
  const { signal, trace } = request;
  const release = await pace.acquire(url, paceOf(context, url, crawlDelayMs), {
    signal,
    ...(trace && { onWait: (wait) => trace({ step: "wait", ...wait }) }),
  });
  try {
    trace?.({ step: "request", url: url.href });
    const answer = await exchange(context, {
      url,
      headers,
      limits: limitsOf(settings, request),
      signal,
      ...(trace && {
        onHeaders: (status, received) => trace({ step: "status", status, headers: notableHeaders(received) }),
        onBody: (counts) => trace({ step: "body", ...counts }),
      }),
    });
    const retryAfterMs = retryAfterOf(answer.headers, context.now());
    const tired = answer.status === 429 || answer.status === 503;
    if (tired && retryAfterMs !== null) pace.hold(url, retryAfterMs);
    return answer;
  } finally {
    release();
  }
}

/** Hosts that the allow list opens are the operator's own, which need no sparing. */
function paceOf({ settings, allow, connector }: Context, url: URL, crawlDelayMs: number): Pace {
  const own = opensHost(allow, url.hostname, portOf(url)) || connector.isOpened(url.origin);
  if (own) return { intervalMs: 0, concurrency: Number.POSITIVE_INFINITY };
  return {
    intervalMs: Math.max(settings.hostIntervalMs, crawlDelayMs),
    concurrency: settings.hostConcurrency,
  };
}
