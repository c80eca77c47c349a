import type { Settings } from "@cti/config/settings";
import type { ScheduleSeed } from "@cti/db/schema/schedules";

/** Each stage of the pipeline and the job that does it; the first one is the scheduler's own. */
const components = {
  rss_fetcher: "collect-due",
  article_scraper: "scrape-missing",
  entity_extractor: "extract-entities",
  semantic_clusterer: "cluster",
  article_ranker: "rank",
  article_embedder: "embed-articles",
} as const;

const cronJobs = {
  cleanup: "cleanup",
  daily_report: "daily-report",
  connectivity_check: "connectivity-check",
  daily_backup: "backup",
  top_analyses: "analyse-top",
} as const;

/** The schedules as config.yaml has them. An empty cron line is a schedule that is switched off. */
export function scheduleSeeds(settings: Settings): { name: string; job: string; seed: ScheduleSeed }[] {
  const common = {
    timeZone: settings["scheduler.time_zone"],
    jitterSeconds: Math.round(settings["scheduler.jitter"] / 1_000),
    overlap: "skip" as const,
  };
  const hasEmbedder = settings["llm.url"] !== null && settings["llm.embed_model"] !== null;
  const stages = (Object.keys(components) as (keyof typeof components)[]).map((name) => ({
    name,
    job: components[name],
    seed: {
      ...common,
      intervalSeconds: settings[`scheduler.components.${name}.interval_minutes`] * 60,
      cron: null,
      enabled:
        settings[`scheduler.components.${name}.enabled`] && (name !== "article_embedder" || hasEmbedder),
    },
  }));
  const lines = (Object.keys(cronJobs) as (keyof typeof cronJobs)[]).map((name) => {
    const cron = settings[`scheduler.cron.${name}`];
    return {
      name,
      job: cronJobs[name],
      seed: { ...common, intervalSeconds: null, cron: cron ?? "0 0 * * *", enabled: cron !== null },
    };
  });
  return [...stages, ...lines];
}

export function schedulerSettings(settings: Settings): {
  lookEveryMs: number;
  perHost: number;
  requeueAfterMs: number;
  enabled: boolean;
} {
  return {
    lookEveryMs: settings["scheduler.look_every"],
    perHost: settings["scheduler.per_host"],
    requeueAfterMs: settings["scheduler.requeue_after"],
    enabled: settings["scheduler.enabled"],
  };
}
