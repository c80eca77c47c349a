import { availableParallelism } from "node:os";

import type { Settings } from "@cti/config/settings";
import type { CollectLimits } from "@cti/domain/deps";
import type { FetchSettings } from "@cti/fetch/fetch-types";

const version = "0.1.0";

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
} {
  return {
    workers: settings["reader.workers"] || Math.max(1, Math.min(8, availableParallelism() - 1)),
    timeoutMs: settings["reader.timeout"],
    memoryBytes: settings["reader.memory"],
  };
}

export function collectLimits(settings: Settings): CollectLimits {
  return {
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
