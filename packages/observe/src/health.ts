import { createTimeLimit } from "./time-limit.ts";

export type HealthStatus = "ok" | "degraded" | "error";

/** What a check finds: the message is a sentence with numbers and, unless all is well, the next step. */
export type ComponentHealth = {
  status: HealthStatus;
  message: string;
  details: Record<string, unknown>;
};

export type HealthReport = {
  status: HealthStatus;
  /** ISO 8601, UTC. */
  timestamp: string;
  uptime_seconds: number;
  version: string;
  components: Record<string, ComponentHealth & { timestamp: string }>;
};

export type Health = {
  /** All components; the worst one decides. */
  report(): Promise<HealthReport>;
  /** The critical components only: with one of them in error the process can do no work. */
  ready(): Promise<HealthReport>;
  /** Nothing is checked: that it comes at all says that the process answers. */
  live(): HealthReport;
};

export type HealthOptions = {
  version: string;
  checks: Record<string, () => Promise<ComponentHealth>>;
  /** Components that are told but never count for more than degraded. */
  advisory?: readonly string[];
  /** Components that `ready` asks for; `database` and `queue` unless given. Unknown names are ignored. */
  critical?: readonly string[];
  now: () => Date;
  /** Longest time for one check; one that takes longer is an error of its component. */
  timeoutMs: number;
  /** So long an answer is given again, 2 s unless given: probing cannot load what it probes. */
  cacheMs?: number;
};

type Answer = ComponentHealth & { timestamp: string };

/** The health of a process, asked for by many: each check runs once for all who ask at the same time. */
export function createHealth(options: HealthOptions): Health {
  const { version, checks, advisory = [], critical = ["database", "queue"], now } = options;
  const components = Object.entries(checks).map(([name, check]) => ({
    name,
    ask: askOnce(name, check, options),
  }));

  const report = async (asked: typeof components): Promise<HealthReport> => {
    const answers = await Promise.all(asked.map(async ({ name, ask }) => ({ name, answer: await ask() })));
    const counted = answers.map(({ name, answer: { status } }) =>
      status === "error" && advisory.includes(name) ? "degraded" : status,
    );
    return {
      ...head(worstOf(counted), version, now()),
      components: Object.fromEntries(answers.map(({ name, answer }) => [name, answer])),
    };
  };

  return {
    report: () => report(components),
    ready: () => report(components.filter(({ name }) => critical.includes(name))),
    live: () => ({ ...head("ok", version, now()), components: {} }),
  };
}

function head(status: HealthStatus, version: string, at: Date): Omit<HealthReport, "components"> {
  return { status, timestamp: at.toISOString(), uptime_seconds: Math.round(process.uptime()), version };
}

function worstOf(statuses: HealthStatus[]): HealthStatus {
  if (statuses.includes("error")) return "error";
  return statuses.includes("degraded") ? "degraded" : "ok";
}

/** A check that never ends is given up after so many time limits, so that its component can recover. */
const givenUpAfter = 6;

/**
 * A check that is asked at most once per `cacheMs`, however many want to know. While one hangs no other is started:
 * probes must not pile up in a database that does not answer.
 */
function askOnce(
  name: string,
  check: () => Promise<ComponentHealth>,
  { now, timeoutMs, cacheMs = 2_000 }: HealthOptions,
): () => Promise<Answer> {
  let answered: { answer: Answer; at: number } | null = null;
  let running: { result: Promise<ComponentHealth>; startedAt: number } | null = null;
  let asking: Promise<Answer> | null = null;

  const start = (): { result: Promise<ComponentHealth>; startedAt: number } => {
    const result = runToEnd(check);
    const started = { result, startedAt: now().getTime() };
    void result.finally(() => {
      if (running === started) running = null;
    });
    return started;
  };

  const ask = async (): Promise<Answer> => {
    const isGivenUp = running !== null && sinceMs(now(), running.startedAt) > givenUpAfter * timeoutMs;
    if (running === null || isGivenUp) running = start();
    const { result, startedAt } = running;
    const limit = createTimeLimit(Math.max(0, timeoutMs - sinceMs(now(), startedAt)), () =>
      tooLate(name, Math.max(timeoutMs, sinceMs(now(), startedAt))),
    );
    const found = await Promise.race([result, limit.reached]);
    limit.clear();
    const answer = { ...found, timestamp: now().toISOString() };
    answered = { answer, at: now().getTime() };
    return answer;
  };

  return () => {
    if (answered && sinceMs(now(), answered.at) < cacheMs) return Promise.resolve(answered.answer);
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

/** A clock that was set back must not keep an old answer alive. */
function sinceMs(now: Date, at: number): number {
  return Math.abs(now.getTime() - at);
}

/** Never rejects. */
async function runToEnd(check: () => Promise<ComponentHealth>): Promise<ComponentHealth> {
  try {
    return await check();
  } catch (error) {
    return explainFailure(error);
  }
}

function tooLate(name: string, waitedMs: number): ComponentHealth {
  const seconds = (waitedMs / 1_000).toFixed(1);
  return {
    status: "error",
    message: `The check of ${name} has not answered for ${seconds} s; what it asks hangs or is overloaded.`,
    details: { waited_ms: Math.round(waitedMs) },
  };
}

function explainFailure(error: unknown): ComponentHealth {
  const reason = error instanceof Error ? error.message || codeOf(error) || error.name : String(error);
  return {
    status: "error",
    message: `The check failed: ${withoutLogin(reason).slice(0, 300)}`,
    details: error instanceof Error && codeOf(error) ? { code: codeOf(error) } : {},
  };
}

function codeOf(error: Error): string {
  return "code" in error ? String(error.code) : "";
}

/** An address in a message may carry a password, which may have an @ of its own. */
function withoutLogin(text: string): string {
  return text.replaceAll(/:\/\/[^/\s"]{1,500}@/g, "://********@");
}
