import { availableParallelism } from "node:os";

import type { Settings } from "@cti/config/settings";
import type { CollectLimits } from "@cti/domain/deps";
import { stagesAfterCollect, type StageSettings } from "@cti/domain/stages/run-stages";
import type { FetchSettings } from "@cti/fetch/fetch-types";
import { defaultRankSettings, type RankSettings } from "@cti/pipeline/rank/weights";
import { defaultStorySettings } from "@cti/pipeline/stories/weights";

export const version = "0.1.0";

/** The database that the settings name, or null for the embedded one. */
export function databaseUrl(settings: Settings): string | null {
  if (settings["database.url"]) return settings["database.url"];
  const host = settings["database.host"];
  if (!host) return null;
  const url = new URL(`postgres://${host}`);
  url.port = String(settings["database.port"]);
  url.pathname = `/${settings["database.name"]}`;
  url.username = encodeURIComponent(settings["database.user"]);
  url.password = encodeURIComponent(settings["database.password"] ?? "");
  return url.href;
}

export function fetchSettings(settings: Settings, alsoAllow: string[]): FetchSettings {
  const contact = settings["fetch.contact"];
  return {
    userAgent: settings["fetch.user_agent"] ?? `CTI-Scraper/${version}${contact ? ` (+${contact})` : ""}`,
    allow: [...settings["fetch.allow"], ...alsoAllow],
    connectTimeoutMs: settings["fetch.connect_timeout"],
    headersTimeoutMs: settings["fetch.headers_timeout"],
    bodyTimeoutMs: settings["fetch.body_timeout"],
    maxWireBytes: settings["fetch.max_wire_size"],
    maxBodyBytes: settings["fetch.max_body_size"],
    maxHeaderBytes: settings["fetch.max_header_size"],
    maxRedirects: settings["fetch.max_redirects"],
    hostIntervalMs: settings["fetch.host_interval"],
    hostConcurrency: settings["fetch.host_concurrency"],
    robots: settings["fetch.robots"],
    robotsTtlMs: settings["fetch.robots_ttl"],
    retries: 1,
  };
}

export function readerSettings(settings: Settings): {
  workers: number;
  timeoutMs: number;
  memoryBytes: number;
  idleMs: number;
} {
  return {
    workers: settings["reader.workers"] || Math.max(1, Math.min(8, availableParallelism() - 1)),
    timeoutMs: settings["reader.timeout"],
    memoryBytes: settings["reader.memory"],
    idleMs: settings["reader.idle"],
  };
}

export function collectLimits(settings: Settings): CollectLimits {
  return {
    extract: settings["stages.entity_extractor"],
    concurrency: settings["collect.concurrency"],
    pageConcurrency: settings["collect.page_concurrency"],
    pagesPerCheck: settings["collect.pages_per_check"],
    batchSize: settings["collect.batch_size"],
    maxItems: settings["collect.max_items"],
    intervalTier1Ms: settings["collect.interval_tier_1"],
    intervalMs: settings["collect.interval"],
    intervalMaxMs: settings["collect.interval_max"],
    recheckDays: settings["collect.recheck_days"],
  };
}

export function stageSettings(settings: Settings, extractorVersion: string): StageSettings {
  return {
    enabled: stagesAfterCollect.filter((name) => settings[`stages.${name}`]),
    extractorVersion,
    stories: {
      ...defaultStorySettings,
      windowDays: settings["stories.window_days"],
      memoryDays: settings["stories.memory_days"],
      halfLifeHours: settings["stories.half_life"] / 3_600_000,
      threshold: {
        full: settings["stories.threshold"],
        short: settings["stories.threshold_short"],
        titles: settings["stories.threshold_title"],
      },
    },
    rank: rankSettings(settings),
  };
}

function rankSettings(settings: Settings): RankSettings {
  const { relevance, corroboration, novelty, source, kinds } = defaultRankSettings;
  const kind = (name: keyof typeof kinds): (typeof kinds)[typeof name] => ({
    ...kinds[name],
    halfLifeHours: settings[`rank.half_life_${name}`] / 3_600_000,
  });
  return {
    middle: settings["rank.middle"],
    relevance: { ...relevance, most: settings["rank.relevance"] },
    severity: {
      kev: settings["rank.kev"],
      ransomware: settings["rank.ransomware"],
      exploited: settings["rank.exploited"],
      zeroDay: settings["rank.zero_day"],
      cvss: settings["rank.cvss"],
      epss: settings["rank.epss"],
    },
    corroboration: { ...corroboration, perDoubling: settings["rank.corroboration"] },
    source: {
      ...source,
      tiers: { 1: settings["rank.tier_1"], 2: settings["rank.tier_2"], 3: settings["rank.tier_3"] },
    },
    novelty: { ...novelty, most: settings["rank.novelty"] },
    quality: { least: settings["rank.quality_least"], most: settings["rank.quality_most"] },
    hunt: { least: settings["rank.hunt_least"], most: settings["rank.hunt_most"] },
    kinds: {
      advisory: kind("advisory"),
      campaign: kind("campaign"),
      news: kind("news"),
      roundup: kind("roundup"),
    },
  };
}
