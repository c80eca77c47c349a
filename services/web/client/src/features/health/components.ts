import type { LinkProps } from "@tanstack/react-router";

/** What a component of the system is, by which rules it is judged, and where its page is. */
export type ComponentText = {
  title: string;
  degraded: string;
  error: string;
  todo: string;
  page?: { name: string; link: LinkProps };
};

/** Limits that differ from these stand in the settings below `health.`. */
const components: Record<string, ComponentText> = {
  database: {
    title: "Database",
    degraded: "answers late, or nearly all of its connections are in use",
    error: "does not answer, or takes no writes",
    todo: "Start it or correct database.url. Slow: look for long statements. Full: raise its max_connections or lower database.pool_size.",
  },
  queue: {
    title: "Queue",
    degraded: "a job has waited for 15 min, a queue is paused, or one job in ten failed within the last hour",
    error: "does not answer, or a job has waited for an hour",
    todo: "A backlog needs another worker or a higher concurrency. Nothing is lost meanwhile: the database knows what is due.",
    page: { name: "Queues", link: { to: "/ops/jobs", search: { tab: "queues" } } },
  },
  workers: {
    title: "Workers",
    degraded: "none is online, or none serves one of the queues",
    error: "the same, while jobs wait there",
    todo: "Start one: ./run_cli.sh daemon or ./collector worker -b.",
    page: { name: "Workers", link: { to: "/ops/jobs", search: { tab: "workers" } } },
  },
  schedules: {
    title: "Schedules",
    degraded: "one that is on has had no success for twice its interval",
    error: "the same for ten times its interval, or no scheduler is alive",
    todo: "The schedule's last error says why. No scheduler: ./run_cli.sh daemon or ./collector beat -b.",
    page: { name: "Schedules", link: { to: "/ops/jobs", search: { tab: "schedules" } } },
  },
  sources: {
    title: "Sources",
    degraded: "a quarter of those that are followed failed at their last check, or none is followed",
    error: "half of them failed",
    todo: "Look at the failing ones; the reason is beside each.",
    page: { name: "Failing sources", link: { to: "/ops/sources", search: { state: "failing" } } },
  },
  stages: {
    title: "Stages",
    degraded: "10 articles wait for extraction, grouping or ranking, the oldest for 6 h",
    error: "1,000 articles wait, the oldest for 24 h",
    todo: "Run the stage now; its last runs show why it did not.",
    page: { name: "Runs", link: { to: "/ops/runs" } },
  },
  model: {
    title: "Local model",
    degraded: "one is set up and does not answer, or lacks a model that is used",
    error: "never: it only warns, since nothing else needs it",
    todo: "Start Ollama, or correct OLLAMA_URL; fetch what is missing. What was asked waits meanwhile.",
    page: { name: "Models", link: { to: "/ops/models" } },
  },
  backup: {
    title: "Backup",
    degraded: "the newest is older than twice the interval of its schedule, or the last try failed",
    error: "never: it only warns",
    todo: "Run the backup now, and read its last run.",
    page: { name: "Backups", link: { to: "/ops/runs", search: { kind: "backup" } } },
  },
  disk: {
    title: "Disk",
    degraded: "less than a tenth of the disk of the data, or of its file entries, is free",
    error: "less than a twentieth; the whole is degraded only",
    todo: "Make room; keep less with history.keep_days and log.keep_days.",
  },
  clock: {
    title: "Clock",
    degraded: "a process differs from the database's clock by 5 s",
    error: "by 5 min; the whole is degraded only",
    todo: "Let all machines take their time from NTP.",
  },
};

export function componentText(name: string): ComponentText | undefined {
  return components[name];
}

export function componentTitle(name: string): string {
  return components[name]?.title ?? name;
}
