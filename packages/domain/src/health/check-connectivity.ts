import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import { type Source, sources } from "@cti/db/schema/sources";
import { FetchError, type FetchReason } from "@cti/fetch/fetch-error";
import { and, eq, gt, inArray, isNull, like, or, sql } from "drizzle-orm";

import type { CollectDeps } from "../deps.ts";
import { createLimiter } from "../limiter.ts";
import { withRun } from "../runs/with-run.ts";

export type ConnectivityDeps = Pick<CollectDeps, "db" | "sql" | "fetcher" | "now" | "random">;

/** Hosts by whether they answered; `untried` were more than one look takes; `sources` are due again at once. */
export type ConnectivityCounts = { answered: number; silent: number; untried: number; sources: number };

export type ConnectivityResult = {
  /** null when no source waits for its host, which leaves no run. */
  runId: number | null;
  status: RunStatus;
  done: ConnectivityCounts;
  /** No host answered, and nothing else has either for an hour: the network of this machine is likely down. */
  isOffline: boolean;
  durationMs: number;
};

export type ConnectivityOptions = {
  trigger: RunTrigger;
  actor: string;
  signal: AbortSignal;
  /** Most hosts of one look; when there are more, chance takes turns. */
  maxHosts?: number;
};

type Waiting = Pick<Source, "id" | "slug" | "url" | "settings" | "etag" | "lastModified">;
type Host = { name: string; sources: Waiting[] };
type Look = { host: Host; silence: { reason: string; message: string } | null };

/** Failures that say nothing of a document, only that nobody was there to give it. */
const silences: readonly FetchReason[] = ["dns", "connect", "timeout", "tls", "connection"];
/** An unreadable robots.txt closes its site; so the fetcher words it. */
const robotsUnread = "%because its robots.txt%";
const soonMs = 5 * 60_000;
const probeBytes = 64_000;
const atATime = 4;
/** Fewer silent hosts than this say nothing about the network here. */
const several = 3;
/** When so many of those asked answer again, the trouble was on this side, and the others are worth a look too. */
const recoveredShare = 0.8;

/**
 * Asks each host whose sources wait out a long pause after network failures once whether it answers again; if so,
 * they are due at once.
 */
export async function checkConnectivity(
  deps: ConnectivityDeps,
  { trigger, actor, signal, maxHosts = 50 }: ConnectivityOptions,
): Promise<ConnectivityResult> {
  const startedAt = deps.now();
  const hosts = shuffle(await findWaitingHosts(deps, startedAt), deps.random);
  const done: ConnectivityCounts = { answered: 0, silent: 0, untried: hosts.length, sources: 0 };
  if (hosts.length === 0) return { runId: null, status: "completed", done, isOffline: false, durationMs: 0 };
  const request = { kind: "connectivity_check", trigger, actor, params: { maxHosts } };
  const { runId, status, isOffline, durationMs } = await withRun(deps, request, async () => {
    const looks = await lookAt(deps, hosts.slice(0, maxHosts), signal);
    const silent = looks.filter(({ silence }) => silence !== null);
    const answered = looks.filter(({ silence }) => silence === null).map(({ host }) => host);
    const untried = hosts.filter((host) => !looks.some((look) => look.host === host));
    const hasRecovered = answered.length >= several && answered.length >= recoveredShare * looks.length;
    const ready = hasRecovered ? [...answered, ...untried] : answered;
    done.sources = await makeDue(deps, ready);
    Object.assign(done, { answered: answered.length, silent: silent.length, untried: untried.length });
    const isOffline = silent.length >= several && answered.length === 0 && !(await wasAnyRead(deps));
    const durationMs = deps.now().getTime() - startedAt.getTime();
    return {
      status: signal.aborted ? "cancelled" : "completed",
      counts: {},
      metrics: { ...done, durationMs, silentHosts: silent.slice(0, 50).map(describe) },
      warnings: isOffline
        ? [`None of ${silent.length} hosts answers: this machine seems to be offline.`]
        : [],
      isOffline,
      durationMs,
    };
  });
  return { runId, status, done, isOffline, durationMs };
}

async function findWaitingHosts({ db }: ConnectivityDeps, now: Date): Promise<Host[]> {
  const rows = await db
    .select({
      id: sources.id,
      slug: sources.slug,
      url: sources.url,
      settings: sources.settings,
      etag: sources.etag,
      lastModified: sources.lastModified,
    })
    .from(sources)
    .where(
      and(
        eq(sources.enabled, true),
        isNull(sources.removedAt),
        gt(sources.consecutiveFailures, 0),
        // What is due in a moment will be asked by itself.
        gt(sources.nextCheckAt, new Date(now.getTime() + soonMs)),
        or(
          inArray(sources.lastError, [...silences]),
          and(eq(sources.lastError, "robots"), like(sources.lastErrorMessage, robotsUnread)),
        ),
      ),
    )
    .orderBy(sources.id);
  const hosts = new Map<string, Host>();
  for (const source of rows) {
    if (!/^https?:/.test(source.url) || !URL.canParse(source.url)) continue;
    const name = new URL(source.url).host;
    const host = hosts.get(name) ?? { name, sources: [] };
    host.sources.push(source);
    hosts.set(name, host);
  }
  return [...hosts.values()];
}

async function lookAt({ fetcher }: ConnectivityDeps, hosts: Host[], signal: AbortSignal): Promise<Look[]> {
  const limiter = createLimiter(atATime);
  const looks = await Promise.all(
    hosts.map((host) => limiter(async () => (signal.aborted ? [] : await lookAtOne(fetcher, host, signal)))),
  );
  return looks.flat();
}

/** Any answer is one, an error of the server too: what it means is for the next check to say. */
async function lookAtOne(
  fetcher: ConnectivityDeps["fetcher"],
  host: Host,
  signal: AbortSignal,
): Promise<Look[]> {
  const [source] = host.sources;
  if (!source) return [];
  const { etag, lastModified, settings } = source;
  try {
    await fetcher.get(source.url, {
      etag,
      lastModified,
      userAgent: settings.userAgent ?? null,
      ignoreRobots: settings.ignoreRobots ?? false,
      maxBodyBytes: probeBytes,
      signal,
    });
    return [{ host, silence: null }];
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    const { reason, message } = error;
    if (reason === "cancelled" || reason === "rate_limited") return [];
    const isSilent = silences.includes(reason) || (reason === "robots" && message.includes("because its"));
    return [{ host, silence: isSilent ? { reason, message } : null }];
  }
}

async function makeDue({ db, now }: ConnectivityDeps, hosts: Host[]): Promise<number> {
  const ids = hosts.flatMap(({ sources: waiting }) => waiting.map(({ id }) => id));
  if (ids.length === 0) return 0;
  const at = now();
  const changed = await db
    .update(sources)
    .set({ nextCheckAt: at })
    .where(and(inArray(sources.id, ids), gt(sources.nextCheckAt, at), gt(sources.consecutiveFailures, 0)))
    .returning({ id: sources.id });
  return changed.length;
}

async function wasAnyRead({ db, now }: ConnectivityDeps): Promise<boolean> {
  const since = new Date(now().getTime() - 3_600_000);
  const [row] = await db
    .select({ one: sql<number>`1` })
    .from(sources)
    .where(and(gt(sources.lastSuccessAt, since), like(sources.url, "http%")))
    .limit(1);
  return row !== undefined;
}

function describe({ host, silence }: Look): Record<string, unknown> {
  return { host: host.name, sources: host.sources.length, reason: silence?.reason };
}

function shuffle<T>(items: T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
