import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

import { expect, test } from "vitest";

import { createMetrics, type Metrics, type MetricsOptions } from "./metrics.ts";

const at = (seconds: number): Date => new Date(1_700_000_000_000 + seconds * 1_000);
const metricsOf = (more: Partial<MetricsOptions> = {}): Metrics =>
  createMetrics({ process: "worker", queues: ["collect"], jobs: ["rank", "collect-source"], ...more });

const end = (more: Partial<Parameters<Metrics["jobEnded"]>[0]> = {}): Parameters<Metrics["jobEnded"]>[0] => ({
  queue: "collect",
  name: "collect-source",
  outcome: "completed",
  attempt: 1,
  addedAt: at(0),
  startedAt: at(2),
  finishedAt: at(5),
  ...more,
});

type Family = { type: string; samples: Map<string, number> };

/** Reads the text format 0.0.4 and refuses whatever is not exactly that. */
function parse(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  let name = "";
  expect(text.endsWith("\n")).toBe(true);
  for (const line of text.split("\n").filter((line) => line !== "")) {
    const help = /^# HELP ([a-zA-Z_:][\w:]*) \S.*$/.exec(line);
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary)$/.exec(line);
    if (help) {
      name = help[1] ?? "";
      expect(families.has(name), `${name} comes twice`).toBe(false);
      families.set(name, { type: "", samples: new Map() });
    } else if (type) {
      expect(type[1]).toBe(name);
      expect(families.get(name)?.type).toBe("");
      families.set(name, { type: type[2] ?? "", samples: new Map() });
    } else readSample(line, name, families.get(name));
  }
  for (const [family, { type, samples }] of families)
    if (type === "histogram") checkHistogram(family, samples);
  return families;
}

function readSample(line: string, family: string, into: Family | undefined): void {
  const match =
    /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*"(?:,(?=[a-zA-Z_])|(?=\})))+\})? (\S+)$/.exec(
      line,
    );
  expect(match, line).not.toBeNull();
  const [, name = "", labels = "", value = ""] = match ?? [];
  const suffix = name.slice(family.length);
  expect(
    name.startsWith(family) && (into?.type === "histogram" ? /^_(bucket|sum|count)$/ : /^$/).test(suffix),
    line,
  ).toBe(true);
  expect(value === "+Inf" || Number.isFinite(Number(value)), line).toBe(true);
  expect(into?.samples.has(name + labels), `${line} comes twice`).toBe(false);
  into?.samples.set(name + labels, Number(value));
}

function checkHistogram(name: string, samples: Map<string, number>): void {
  const last = new Map<string, number>();
  for (const [key, value] of samples) {
    const bucket = /^\w+_bucket\{le="([^"]+)",?(.*)\}$/.exec(key);
    if (!bucket) continue;
    const series = bucket[2] ?? "";
    expect(value, key).toBeGreaterThanOrEqual(last.get(series) ?? 0);
    last.set(series, value);
    if (bucket[1] === "+Inf") expect(samples.get(`${name}_count${series && `{${series}}`}`)).toBe(value);
  }
}

async function scrape(metrics: Metrics): Promise<Map<string, Family>> {
  return parse(await metrics.render());
}
const value = (families: Map<string, Family>, series: string): number | undefined =>
  families.get(series.replace(/(_(bucket|sum|count))?(\{.*)?$/, ""))?.samples.get(series);

function busy(): Metrics {
  const metrics = metricsOf();
  metrics.jobEnded(end());
  metrics.articles({ new: 3, duplicate: 1 });
  metrics.sourceChecked("failed");
  metrics.fetched(0.2);
  metrics.onScrape(() =>
    Promise.resolve([
      { name: "cti_queue_jobs", labels: { queue: "collect", state: "waiting" }, value: 4 },
      { name: "cti_queue_oldest_waiting_seconds", labels: { queue: "collect" }, value: 1.5 },
      { name: "cti_worker_online", labels: { worker: 'ho"st\\\n:17' }, value: 1 },
      { name: "cti_scheduler_late_seconds", labels: {}, value: 0 },
    ]),
  );
  return metrics;
}

test("every metric has its name, its labels and its type", async () => {
  const families = await scrape(busy());
  const ours = [...families]
    .filter(([name]) => name.startsWith("cti_"))
    .map(([name, { type }]) => [name, type]);
  expect(Object.fromEntries(ours)).toEqual({
    cti_queue_jobs: "gauge",
    cti_queue_oldest_waiting_seconds: "gauge",
    cti_jobs_total: "counter",
    cti_job_runtime_seconds: "histogram",
    cti_job_wait_seconds: "histogram",
    cti_worker_online: "gauge",
    cti_scheduler_late_seconds: "gauge",
    cti_source_checks_total: "counter",
    cti_articles_total: "counter",
    cti_fetch_seconds: "histogram",
  });
  expect(value(families, 'cti_queue_jobs{queue="collect",state="waiting"}')).toBe(4);
  expect(value(families, 'cti_articles_total{outcome="new"}')).toBe(3);
  expect(value(families, 'cti_source_checks_total{result="failed"}')).toBe(1);
  expect(value(families, "cti_fetch_seconds_count")).toBe(1);
  expect(families.get("process_resident_memory_bytes")?.samples.size).toBe(1);
});

test.skipIf(!existsSync("/usr/bin/promtool"))("promtool finds nothing to say", async () => {
  const checked = spawnSync("/usr/bin/promtool", ["check", "metrics"], {
    input: await busy().render(),
    encoding: "utf8",
  });
  expect(checked.stdout + checked.stderr).toBe("");
  expect(checked.status).toBe(0);
});

test("a job that ended counts once, with how long it ran and waited", async () => {
  const metrics = metricsOf();
  metrics.jobEnded(end());
  metrics.jobEnded(end({ outcome: "failed", attempt: 2, startedAt: at(60), finishedAt: at(59) }));
  const families = await scrape(metrics);
  expect(value(families, 'cti_jobs_total{queue="collect",job="collect-source",result="completed"}')).toBe(1);
  expect(value(families, 'cti_jobs_total{queue="collect",job="collect-source",result="failed"}')).toBe(1);
  expect(value(families, 'cti_job_runtime_seconds_sum{queue="collect",job="collect-source"}')).toBe(3);
  expect(value(families, 'cti_job_wait_seconds_sum{queue="collect"}')).toBe(2);
  expect(value(families, 'cti_job_wait_seconds_count{queue="collect"}')).toBe(1);
});

test("labels take no value that is not known beforehand", async () => {
  const metrics = metricsOf();
  for (let n = 0; n < 50; n += 1) metrics.jobEnded(end({ queue: `q${n}`, name: `job ${n}` }));
  metrics.onScrape(() =>
    Promise.resolve([
      { name: "cti_queue_jobs", labels: { queue: "evil", state: "evil", more: "x" }, value: 1 },
      { name: "cti_unknown", labels: {}, value: 1 },
      { name: "cti_scheduler_late_seconds", labels: {}, value: Number.NaN },
    ]),
  );
  const families = await scrape(metrics);
  expect(families.get("cti_jobs_total")?.samples).toEqual(
    new Map([['cti_jobs_total{queue="other",job="other",result="completed"}', 50]]),
  );
  expect([...(families.get("cti_queue_jobs")?.samples.keys() ?? [])]).toEqual([
    'cti_queue_jobs{queue="other",state="other"}',
  ]);
  expect(families.has("cti_unknown")).toBe(false);
});

test("a worker that its source no longer tells of has no series", async () => {
  const metrics = metricsOf();
  let workers = ["a:1", "b:2"];
  metrics.onScrape(() =>
    Promise.resolve(workers.map((worker) => ({ name: "cti_worker_online", labels: { worker }, value: 1 }))),
  );
  expect((await scrape(metrics)).get("cti_worker_online")?.samples.size).toBe(2);
  workers = ["b:2"];
  expect([...((await scrape(metrics)).get("cti_worker_online")?.samples.keys() ?? [])]).toEqual([
    'cti_worker_online{worker="b:2"}',
  ]);
});

test("a process that lives is online whatever another of the same name was", async () => {
  const metrics = metricsOf();
  metrics.onScrape(() =>
    Promise.resolve([1, 0].map((value) => ({ name: "cti_worker_online", labels: { worker: "a:1" }, value }))),
  );
  expect(value(await scrape(metrics), 'cti_worker_online{worker="a:1"}')).toBe(1);
});

test("a source that fails leaves out its own series only, and is told of", async () => {
  const told: unknown[] = [];
  const metrics = metricsOf({ onError: (error) => told.push(error) });
  metrics.onScrape(() => Promise.reject(new Error("the queue is gone")));
  metrics.onScrape(() => Promise.resolve([{ name: "cti_scheduler_late_seconds", labels: {}, value: 7 }]));
  const families = await scrape(metrics);
  expect(value(families, "cti_scheduler_late_seconds")).toBe(7);
  expect(families.get("cti_queue_jobs")?.samples.size).toBe(0);
  expect(told).toHaveLength(1);
});

test("scrapes at the same time share one, and a source is never asked twice at once", async () => {
  let asked = 0;
  const metrics = metricsOf();
  metrics.onScrape(() => Promise.resolve((asked++, [])));
  const [one, other] = await Promise.all([metrics.render(), metrics.render()]);
  expect(one).toBe(other);
  expect(asked).toBe(1);
});
