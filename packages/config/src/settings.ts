import type { z } from "zod";

import { modelSettings } from "./model-settings.ts";
import { type Setting, setting } from "./setting.ts";
import {
  choice,
  cronLine,
  databaseAddress,
  duration,
  flag,
  integer,
  list,
  number,
  optionalText,
  redisAddress,
  size,
  text,
  timeZone,
} from "./units.ts";
import { webSettings } from "./web-settings.ts";

/** A stage of the pipeline in the form that config files of ThreatCluster have. */
const component = <Name extends string>(
  name: Name,
  minutes: number,
  about: string,
): Record<`scheduler.components.${Name}.enabled`, Setting<boolean>> &
  Record<`scheduler.components.${Name}.interval_minutes`, Setting<number>> =>
  ({
    [`scheduler.components.${name}.enabled`]: setting(flag(), true, about),
    [`scheduler.components.${name}.interval_minutes`]: setting(
      integer(1, 525_600),
      minutes,
      "Minutes between two starts",
    ),
  }) as never;

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
  "log.dir": setting(text(), "logs", "Folder of the daemon's log files, beside the program or absolute"),
  "log.keep_days": setting(
    integer(1, 3_650),
    30,
    "Days that the daemon's log files are kept; from the second on gzipped",
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
  "reader.idle": setting(
    duration(),
    "1m",
    "A thread without work ends after so long and gives its memory back",
  ),

  "stages.entity_extractor": setting(flag(), true, "Extract entities and scores while collecting"),
  "stages.semantic_clusterer": setting(flag(), true, "Group articles into stories after collecting"),
  "stages.article_ranker": setting(flag(), true, "Rank articles and stories after collecting"),

  "stories.window_days": setting(
    integer(1, 365),
    14,
    "Days after its last article in which a story is open to what resembles it",
  ),
  "stories.memory_days": setting(
    integer(1, 3_650),
    180,
    "Days in which a rare entity still leads to an old story",
  ),
  "stories.half_life": setting(duration(), "3d", "Time between article and story that halves their nearness"),
  "stories.threshold": setting(
    number(0, 1),
    0.3,
    "Nearness, 0 to 1, from which an article of full length joins",
  ),
  "stories.threshold_short": setting(number(0, 1), 0.32, "The same for texts of 25 to 120 words"),
  "stories.threshold_title": setting(number(0, 1), 0.4, "The same for less text than that"),

  "rank.middle": setting(
    number(0.01, 1_000),
    2.5,
    "Product of all factors at which a subject stands at 50 of 100",
  ),
  "rank.relevance": setting(number(1, 100), 4, "Largest factor for what the user watches"),
  "rank.kev": setting(number(0.1, 100), 1.8, "Factor for a flaw that is known to be exploited"),
  "rank.ransomware": setting(number(0.1, 100), 1.25, "Factor for a flaw that ransomware uses"),
  "rank.exploited": setting(number(0.1, 100), 1.5, "Factor for a flaw that the report says is exploited"),
  "rank.zero_day": setting(number(0.1, 100), 1.3, "Factor for a flaw without a fix"),
  "rank.cvss": setting(number(0.1, 100), 1.5, "Factor at CVSS 10; below 5 nothing"),
  "rank.epss": setting(number(0.1, 100), 1.5, "Factor at EPSS 1"),
  "rank.corroboration": setting(number(0, 10), 0.25, "Added for each doubling of independent owners"),
  "rank.tier_1": setting(number(0.01, 100), 1.3, "Factor for a source of tier 1 …"),
  "rank.tier_2": setting(number(0.01, 100), 1, "… of tier 2 …"),
  "rank.tier_3": setting(number(0.01, 100), 0.75, "… and of tier 3"),
  "rank.novelty": setting(
    number(1, 100),
    1.8,
    "Largest factor for indicators, techniques, flaws and names that nobody reported before",
  ),
  "rank.quality_least": setting(number(0.01, 100), 0.75, "Factor at a quality of 0 …"),
  "rank.quality_most": setting(number(0.01, 100), 1.25, "… and of 100"),
  "rank.hunt_least": setting(number(0.01, 100), 0.8, "Factor at a hunt score of 0 …"),
  "rank.hunt_most": setting(number(0.01, 100), 1.5, "… and of 100"),
  "rank.half_life_advisory": setting(duration(), "7d", "Age that halves what an advisory is worth"),
  "rank.half_life_campaign": setting(
    duration(),
    "5d",
    "Age that halves what a report on a campaign or malware is worth",
  ),
  "rank.half_life_news": setting(duration(), "2d", "Age that halves what news is worth"),
  "rank.half_life_roundup": setting(duration(), "1d", "Age that halves what a round-up is worth"),

  "queue.redis_url": setting(
    redisAddress(),
    null,
    "redis://… ; empty keeps the queue in the database, in its schema bullmq",
    { secret: true, aliases: ["REDIS_URL", "REDIS_BROKER_URL"] },
  ),
  "queue.redis_password": setting(optionalText(), null, "Its password, where redis_url has none", {
    secret: true,
    aliases: ["REDIS_PASSWORD"],
  }),

  "worker.concurrency_collect": setting(
    integer(0, 256),
    4,
    "Jobs of the queue collect (sources, pages) at a time in one worker; 0 serves others only",
  ),
  "worker.concurrency_process": setting(integer(0, 64), 1, "The same for process (extract, group, rank) …"),
  "worker.concurrency_upkeep": setting(integer(0, 64), 1, "… and for upkeep (clean up, report, check)"),
  "worker.concurrency_analyse": setting(
    integer(0, 16),
    1,
    "… and for analyse (the local model); one question per model at a time, whatever stands here",
  ),
  "worker.grace": setting(duration(), "25s", "Time for running jobs to end when the worker must stop"),
  "worker.max_memory": setting(
    size(),
    "1500MB",
    "Resident memory at which a worker finishes what it has and starts afresh",
  ),
  "worker.port": setting(integer(0, 65_535), 9101, "Port of a worker's /health and /metrics; 0 serves none"),

  "scheduler.enabled": setting(flag(), true, "Start anything by schedule at all"),
  "scheduler.time_zone": setting(timeZone(), "UTC", "Time zone of the cron lines and of the day of a report"),
  "scheduler.look_every": setting(duration(), "5s", "How often the scheduler looks for what is due"),
  "scheduler.per_host": setting(integer(1, 1_000), 2, "Most sources of one host that wait or run at a time"),
  "scheduler.requeue_after": setting(
    duration(),
    "10m",
    "Time after which a source that was queued and never checked is queued again",
  ),
  "scheduler.port": setting(
    integer(0, 65_535),
    9102,
    "Port of the scheduler's /health and /metrics; 0 serves none",
  ),
  "scheduler.jitter": setting(duration(), "0s", "Each start by schedule is moved by up to so much"),
  ...component(
    "rss_fetcher",
    60,
    "Queue the sources that are due; tier 1 and own intervals do not wait for it",
  ),
  ...component("article_scraper", 30, "Read pages that could not be read before"),
  ...component("entity_extractor", 45, "Extract what is missing or was extracted by older rules"),
  ...component("semantic_clusterer", 120, "Group what is in no story yet; new articles do not wait for it"),
  ...component("article_ranker", 60, "Rank what is new or has aged"),
  ...component(
    "article_embedder",
    30,
    "Embed what has no embedding yet, for search by meaning; only where a model is set",
  ),
  "scheduler.cron.cleanup": setting(cronLine(), "30 3 * * *", "Forget old history; empty never"),
  "scheduler.cron.daily_report": setting(cronLine(), "0 6 * * *", "Store the report of the day before"),
  "scheduler.cron.connectivity_check": setting(
    cronLine(),
    "*/30 * * * *",
    "Try whether the hosts of failing sources answer again",
  ),

  "scheduler.cron.daily_backup": setting(
    cronLine(),
    "45 2 * * *",
    "Write a backup and remove old ones; empty never",
  ),

  "scheduler.cron.top_analyses": setting(
    cronLine(),
    null,
    "Analyse the llm.top stories that rank highest and have no summary yet; empty never",
  ),

  ...modelSettings,

  "backup.dir": setting(optionalText(), null, "Folder of the backups; empty is backups in data_dir"),
  "backup.recipients": setting(
    list(),
    [],
    "Public keys age1… for which backups are encrypted; who has only these cannot read them",
  ),
  "backup.passphrase": setting(
    optionalText(),
    null,
    "Encrypts backups where no public key is set, and reads them; at least 16 characters",
    { secret: true },
  ),
  "backup.identity": setting(
    optionalText(),
    null,
    "Private key AGE-SECRET-KEY-1… that reads what was written for its public key; better kept elsewhere",
    { secret: true },
  ),
  "backup.keep_daily": setting(integer(0, 3_650), 7, "Days whose newest backup is kept …"),
  "backup.keep_weekly": setting(integer(0, 520), 4, "… and weeks"),

  "monitor.interval": setting(duration(), "5m", "Pause between two rounds of the command monitor"),
  "monitor.host": setting(text(), "127.0.0.1", "Address at which the queue dashboard listens", {
    aliases: ["FLOWER_ADDRESS"],
  }),
  "monitor.port": setting(integer(0, 65_535), 5555, "Port of the queue dashboard", {
    aliases: ["FLOWER_PORT"],
  }),
  "monitor.hosts": setting(
    list(),
    [],
    "Names under which the dashboard is reached beside its own address, such as a proxy's",
  ),
  "monitor.auth": setting(
    optionalText(),
    null,
    "USER:HASH of the dashboard, as `monitor password` prints it; USER:PASSWORD is taken from 12 characters on",
    { secret: true, aliases: ["FLOWER_BASIC_AUTH"] },
  ),

  "health.host": setting(
    text(),
    "127.0.0.1",
    "Address at which worker and scheduler serve /health and /metrics",
  ),
  "health.failing_sources": setting(
    number(0, 1),
    0.25,
    "Share of failing sources from which the stack is degraded; twice that is an error",
  ),
  "health.backlog": setting(
    duration(),
    "15m",
    "Age of the oldest waiting job from which the stack is degraded; four times that is an error",
  ),
  "health.database_slow": setting(
    duration(),
    "500ms",
    "Answer time of the database from which it is degraded",
  ),
  "health.disk_free": setting(
    number(0, 1),
    0.1,
    "Free share of the disk below which it is degraded; half is an error",
  ),
  "health.clock_skew": setting(
    duration(),
    "5s",
    "Difference to the database's clock from which it is degraded",
  ),

  "history.keep_days": setting(integer(1, 36_500), 90, "Days that runs, checks and job records are kept"),
  ...webSettings,

  "server.url": setting(
    optionalText(),
    null,
    "Address of a CTI Scraper that the commands ask instead of the database",
    { aliases: ["CTI_SERVER"] },
  ),
  "server.token": setting(optionalText(), null, "API token for it", { secret: true, aliases: ["CTI_TOKEN"] }),
  tenant: setting(text(), "default", "Tenant that the commands work for when they use the database", {
    aliases: ["CTI_TENANT"],
  }),

  "samples.port": setting(integer(0, 65_535), 8099, "Loopback port of the sample web"),
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settings;

/** The effective value of every setting, by key. */
export type Settings = { readonly [K in SettingKey]: z.output<(typeof settings)[K]["read"]> };
