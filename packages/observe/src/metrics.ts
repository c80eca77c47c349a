import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import { createTimeLimit } from "./time-limit.ts";

/** One value of a gauge as a source tells it at each scrape. */
export type GaugeReading = { name: string; labels: Record<string, string>; value: number };

export type JobOutcome = "completed" | "failed" | "retrying" | "cancelled" | "handed_back";
export type CheckResult = "ok" | "not_modified" | "failed";
export type ArticleOutcome = "new" | "updated" | "unchanged" | "duplicate" | "rejected" | "failed";

export type Metrics = {
  contentType: string;
  /** The exposition text; never rejects because of a source. */
  render(): Promise<string>;
  jobEnded(end: {
    queue: string;
    name: string;
    outcome: JobOutcome;
    /** Only the first try tells how long a job waited; later ones waited on purpose. */
    attempt: number;
    addedAt: Date;
    startedAt: Date;
    finishedAt: Date;
  }): void;
  /** What became of the entries of a source; other counts are ignored. */
  articles(counts: Partial<Record<ArticleOutcome, number>>): void;
  sourceChecked(result: CheckResult): void;
  fetched(seconds: number): void;
  /**
   * Asks `source` at each scrape for the queue's, workers' and scheduler's gauges. One that fails or takes longer than
   * 3 s leaves its series out of that scrape.
   */
  onScrape(source: () => Promise<GaugeReading[]>): void;
};

export type MetricsOptions = {
  /** Label of the standard metrics of the process. */
  process: string;
  /** Every value that the labels queue and job can have; anything else is counted as `other`. */
  queues: readonly string[];
  jobs: readonly string[];
  /** Told of sources that fail. */
  onError?: (error: unknown) => void;
};

const checkResults: CheckResult[] = ["ok", "not_modified", "failed"];
const articleOutcomes: ArticleOutcome[] = ["new", "updated", "unchanged", "duplicate", "rejected", "failed"];
const scrapeLimitMs = 3_000;
/** More processes than that are not told apart in one exposition. */
const mostWorkers = 500;

/** What a process counts, as Prometheus reads it (text format 0.0.4). */
export function createMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  addProcessMetrics(registry, options.process);
  const counters = addCounters(registry);
  const gauges = addGauges(registry, options);
  const sources: (() => Promise<GaugeReading[]>)[] = [];
  const queueOf = (queue: string): string => known(options.queues, queue);
  let rendering: Promise<string> | null = null;

  const render = async (): Promise<string> => {
    const readings = await Promise.all(sources.map((source) => readOrNothing(source, options.onError)));
    for (const { gauge } of Object.values(gauges)) gauge.reset();
    // Of two readings of one series, such as two processes that had the same number, the larger one stands.
    const ascending = readings.flat().sort((one, other) => one.value - other.value);
    for (const { name, labels, value } of ascending.filter(countWorkers()))
      if (Object.hasOwn(gauges, name) && Number.isFinite(value))
        gauges[name]?.gauge.set(gauges[name].bound(labels), value);
    return withoutNothing(await registry.metrics());
  };

  return {
    contentType: registry.contentType,
    // Two who ask at the same time get one text: the gauges are emptied in between.
    render: () =>
      (rendering ??= render().finally(() => {
        rendering = null;
      })),
    jobEnded: ({ queue, name, outcome, attempt, addedAt, startedAt, finishedAt }) => {
      const labels = { queue: queueOf(queue), job: known(options.jobs, name) };
      counters.jobs.inc({ ...labels, result: outcome });
      counters.runtime.observe(labels, secondsBetween(startedAt, finishedAt));
      if (attempt === 1) counters.wait.observe({ queue: labels.queue }, secondsBetween(addedAt, startedAt));
    },
    articles: (counts) => {
      for (const outcome of articleOutcomes) counters.articles.inc({ outcome }, counts[outcome] ?? 0);
    },
    sourceChecked: (result) => counters.checks.inc({ result: known(checkResults, result) }),
    fetched: (seconds) => counters.fetch.observe(Math.max(0, seconds)),
    onScrape: (source) => void sources.push(oneAtATime(source)),
  };
}

/** prom-client writes a value that it does not know yet as Nan, which the format does not have. */
function withoutNothing(text: string): string {
  return text.replaceAll(/^[^#\n].* Nan\n/gm, "");
}

/** Names that end in _total without counting: `promtool check metrics` refuses them, and others tell the same. */
const misnamed = [
  "nodejs_active_resources_total",
  "nodejs_active_handles_total",
  "nodejs_active_requests_total",
];

function addProcessMetrics(registry: Registry, process: string): void {
  // The delay of the event loop is sampled by a timer, which should not keep an idle processor awake.
  collectDefaultMetrics({ register: registry, labels: { process }, eventLoopMonitoringPrecision: 100 });
  for (const name of misnamed) registry.removeSingleMetric(name);
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- the classes of prom-client with their labels
function addCounters(registry: Registry) {
  const registers = [registry];
  const counters = {
    jobs: new Counter({
      name: "cti_jobs_total",
      help: "Tries of jobs that ended, by what became of them.",
      labelNames: ["queue", "job", "result"],
      registers,
    }),
    runtime: new Histogram({
      name: "cti_job_runtime_seconds",
      help: "How long a try of a job ran.",
      labelNames: ["queue", "job"],
      buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 1_800, 7_200],
      registers,
    }),
    wait: new Histogram({
      name: "cti_job_wait_seconds",
      help: "How long a job waited for its first try.",
      labelNames: ["queue"],
      buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600],
      registers,
    }),
    checks: new Counter({
      name: "cti_source_checks_total",
      help: "Looks at sources, by what they gave.",
      labelNames: ["result"],
      registers,
    }),
    articles: new Counter({
      name: "cti_articles_total",
      help: "Entries that were found in sources, by what became of them.",
      labelNames: ["outcome"],
      registers,
    }),
    fetch: new Histogram({
      name: "cti_fetch_seconds",
      help: "How long a fetch from the web took.",
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
      registers,
    }),
  };
  // A series that begins at 0 shows its first increase.
  for (const result of checkResults) counters.checks.inc({ result }, 0);
  for (const outcome of articleOutcomes) counters.articles.inc({ outcome }, 0);
  return counters;
}

type BoundGauge = { gauge: Gauge; bound: (labels: Record<string, string>) => Record<string, string> };

const jobStates = ["waiting", "active", "delayed", "completed", "failed"];

function addGauges(registry: Registry, { queues }: MetricsOptions): Record<string, BoundGauge> {
  const gauge = (name: string, help: string, labelNames: string[]): Gauge =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  return {
    cti_queue_jobs: {
      gauge: gauge("cti_queue_jobs", "Jobs in a queue, by their state.", ["queue", "state"]),
      bound: ({ queue = "", state = "" }) => ({
        queue: known(queues, queue),
        state: known(jobStates, state),
      }),
    },
    cti_queue_oldest_waiting_seconds: {
      gauge: gauge(
        "cti_queue_oldest_waiting_seconds",
        "Age of the job that has waited longest and could start now; 0 when none waits.",
        ["queue"],
      ),
      bound: ({ queue = "" }) => ({ queue: known(queues, queue) }),
    },
    cti_worker_online: {
      gauge: gauge(
        "cti_worker_online",
        "1 for a process whose heartbeat came in time, else 0; silent ones go after 5 minutes.",
        ["worker"],
      ),
      bound: ({ worker = "" }) => ({ worker: worker.slice(0, 120) }),
    },
    cti_scheduler_late_seconds: {
      gauge: gauge(
        "cti_scheduler_late_seconds",
        "How long the schedule that waits longest is past its time; 0 when none is.",
        [],
      ),
      bound: () => ({}),
    },
  };
}

async function readOrNothing(
  source: () => Promise<GaugeReading[]>,
  onError: MetricsOptions["onError"],
): Promise<GaugeReading[]> {
  const limit = createTimeLimit(scrapeLimitMs, () => {
    throw new Error(`no values within ${scrapeLimitMs / 1_000} s`);
  });
  try {
    return await Promise.race([source(), limit.reached]);
  } catch (error) {
    onError?.(error);
    return [];
  } finally {
    limit.clear();
  }
}

/** A source that hangs is not asked again until it has ended. */
function oneAtATime(source: () => Promise<GaugeReading[]>): () => Promise<GaugeReading[]> {
  let isBusy = false;
  return async () => {
    if (isBusy) throw new Error("the values of the last scrape are still being read");
    isBusy = true;
    try {
      return await source();
    } finally {
      isBusy = false;
    }
  };
}

function countWorkers(): (reading: GaugeReading) => boolean {
  let workers = 0;
  return ({ name }) => name !== "cti_worker_online" || ++workers <= mostWorkers;
}

function known(values: readonly string[], value: string): string {
  return values.includes(value) ? value : "other";
}

function secondsBetween(from: Date, until: Date): number {
  return Math.max(0, (until.getTime() - from.getTime()) / 1_000);
}
