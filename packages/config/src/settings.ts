import type { z } from "zod";

import { choice, databaseAddress, duration, flag, integer, list, optionalText, size, text } from "./units.ts";

/** One setting: how it is read, its default as it stands in config.yaml, and the older names of its variable. */
export type Setting<T = unknown> = {
  read: z.ZodType<T>;
  initial: unknown;
  about: string;
  secret?: true;
  aliases?: readonly string[];
};

const setting = <T>(
  read: z.ZodType<T>,
  initial: unknown,
  about: string,
  more: { secret?: true; aliases?: readonly string[] } = {},
): Setting<T> => ({ read, initial, about, ...more });

/** Every setting there is. The key is its place in config.yaml; `CTI_` and the key in capitals is its variable. */
export const settings = {
  data_dir: setting(text(), ".data", "Folder of local mode: the embedded database, its log and its lock"),
  mode: setting(choice("local", "docker"), "local", "Where ./run_cli.sh runs a command"),

  "log.level": setting(
    choice("trace", "debug", "info", "warn", "warning", "error", "fatal", "silent"),
    "info",
    "Least severe log line that is written",
    { aliases: ["LOG_LEVEL"] },
  ),
  "log.format": setting(
    choice("auto", "json", "pretty"),
    "auto",
    "auto is pretty on a terminal, JSON lines elsewhere",
  ),

  "database.url": setting(
    databaseAddress(),
    null,
    "postgres://… ; empty starts the embedded server in data_dir",
    {
      secret: true,
      aliases: ["DATABASE_URL"],
    },
  ),
  "database.host": setting(optionalText(), null, "Instead of database.url: host …", { aliases: ["DB_HOST"] }),
  "database.port": setting(integer(1, 65_535), 5432, "… port …", { aliases: ["DB_PORT"] }),
  "database.name": setting(text(), "cti_scraper", "… database …", { aliases: ["DB_NAME"] }),
  "database.user": setting(text(), "cti_user", "… user …", { aliases: ["DB_USER"] }),
  "database.password": setting(optionalText(), null, "… and password", {
    secret: true,
    aliases: ["DB_PASSWORD"],
  }),
  "database.pool_size": setting(integer(2, 100), 6, "Most connections that one process opens"),

  "fetch.contact": setting(
    optionalText(),
    null,
    "Address or URL that our User-Agent names, so that a site can reach you",
  ),
  "fetch.user_agent": setting(
    optionalText(),
    null,
    "Whole User-Agent; empty sends CTI-Scraper/VERSION (+contact)",
  ),
  "fetch.allow": setting(
    list(),
    [],
    "Private addresses, CIDRs or hosts that may be fetched; their pace is not limited",
  ),
  "fetch.connect_timeout": setting(duration(), "10s", "Longest wait for a connection, TLS included"),
  "fetch.headers_timeout": setting(duration(), "20s", "Longest wait for the response headers"),
  "fetch.body_timeout": setting(duration(), "60s", "Longest time for a whole response"),
  "fetch.max_wire_size": setting(size(), "20MB", "Largest response as transferred"),
  "fetch.max_body_size": setting(size(), "60MB", "Largest response after decompression"),
  "fetch.max_header_size": setting(size(), "32kB", "Largest response header"),
  "fetch.max_redirects": setting(integer(0, 20), 5, "Most redirects followed, each one checked again"),
  "fetch.host_interval": setting(duration(), "1s", "Least time between two requests to one host"),
  "fetch.host_concurrency": setting(integer(1, 64), 2, "Most requests to one host at the same time"),
  "fetch.robots": setting(
    flag(),
    true,
    "Obey robots.txt (RFC 9309); a source can override it, and the override is recorded",
  ),
  "fetch.robots_ttl": setting(duration(), "24h", "How long a robots.txt is remembered"),

  "collect.concurrency": setting(integer(1, 256), 8, "Sources collected at the same time"),
  "collect.page_concurrency": setting(
    integer(1, 256),
    16,
    "Article pages fetched at the same time, over all sources",
  ),
  "collect.pages_per_check": setting(
    integer(1, 10_000),
    250,
    "Most article pages fetched for one source in one check; the rest follow in the next",
  ),
  "collect.batch_size": setting(integer(1, 1_000), 50, "Rows written in one statement", {
    aliases: ["PIPELINE_BATCH_SIZE"],
  }),
  "collect.max_items": setting(integer(1, 1_000_000), 20_000, "Most entries read from one feed"),
  "collect.interval_tier_1": setting(duration(), "15m", "How often tier 1 sources are checked"),
  "collect.interval": setting(duration(), "1h", "How often other sources are checked"),
  "collect.interval_max": setting(duration(), "1d", "Longest gap after failures and for quiet feeds"),
  "collect.recheck_days": setting(
    integer(0, 365),
    7,
    "Days in which a stored page is read again for silent edits; 0 never",
  ),

  "reader.workers": setting(integer(0, 64), 0, "Threads that read HTML; 0 leaves one core to the rest"),
  "reader.timeout": setting(duration(), "10s", "Longest time for one page before its thread is ended"),
  "reader.memory": setting(size(), "160MB", "Most memory of one such thread"),

  "monitor.interval": setting(duration(), "5m", "Pause between two rounds of monitor and of the local stack"),
  "history.keep_days": setting(integer(1, 36_500), 90, "Days that run history is kept by history cleanup"),
  "samples.port": setting(integer(0, 65_535), 8099, "Loopback port of the sample web"),
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settings;

/** The effective value of every setting, by key. */
export type Settings = { readonly [K in SettingKey]: z.output<(typeof settings)[K]["read"]> };
