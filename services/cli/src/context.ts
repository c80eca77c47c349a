import { readFileSync } from "node:fs";
import path from "node:path";

import { ConfigError } from "@cti/config/config-error";
import { type Config, loadConfig, unknownVariables } from "@cti/config/load";
import type { SettingKey } from "@cti/config/settings";
import { settings as knownSettings } from "@cti/config/settings";
import { type Database, openDatabase } from "@cti/db/open";
import { migrationStatus } from "@cti/db/migrate";
import { defaultTenantId } from "@cti/db/default-tenant";
import { findTenant } from "@cti/domain/tenants/find-tenant";
import { loadKnowledge } from "@cti/domain/knowledge/load-knowledge";
import type { SyncDeps } from "@cti/domain/knowledge/sync-knowledge";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import { createFetcher, type Fetcher } from "@cti/fetch/fetcher";
import type { Models } from "@cti/llm/models/open-models";
import { createLogger, type Logger } from "@cti/observe/logger";
import { createKnowledge, type Knowledge, starterKnowledge } from "@cti/pipeline/entities/knowledge";
import type { Queues } from "@cti/queue/queue-types";
import { serveSamples } from "@cti/samples/serve";
import { openCollector } from "@cti/wiring/open-collector";
import { queueConnection } from "@cti/wiring/queue-connection";
import { databaseUrl, fetchSettings } from "@cti/wiring/settings";

import type { Data } from "./data/data.ts";
import { openData } from "./data/open-data.ts";
import { exitCodes, Exit } from "./exit.ts";

export type GlobalOptions = {
  set?: string[];
  logLevel?: string;
  dataDir?: string;
  server?: string;
  tokenFile?: string;
  insecure?: true;
};

type CollectorOptions = { samples?: boolean; onFetch?: (seconds: number) => void };

type DatabaseOptions = { migrate?: boolean; anySchema?: boolean };

/** What a command needs; everything is opened on first use and closed in the end. */
export type Context = {
  config: Config;
  log: Logger;
  /** What there is to read and to judge: at the server that is set, else in the database of this machine. */
  openData(): Promise<Data>;
  /** For commands that work on this machine only: throws Exit where a server is set. */
  refuseServer(): void;
  /**
   * The embedded database is migrated, a given one whose schema is old is refused unless `anySchema`. Refused where a
   * server is set, as is all that needs it.
   */
  openDatabase(options?: DatabaseOptions): Promise<Database>;
  /** Fetcher, reader threads and database, as collecting and the stages after it need them. */
  openCollector(options?: CollectorOptions): Promise<StageDeps>;
  /** Database and fetcher, to load knowledge. */
  openKnowledge(): Promise<SyncDeps>;
  /** The local models; `settings.url` is null where there are none. Refused where a server is set. */
  openModels(): Promise<Models>;
  /** Knowledge and fetcher, to look at one document; offline there is only what the product brings with it. */
  openExtractor(options: { offline: boolean }): Promise<{ knowledge: Knowledge; fetcher: Fetcher | null }>;
  /** Starts the sample web once and returns its sources. */
  startSamples(): Promise<Awaited<ReturnType<typeof serveSamples>>["sources"]>;
  /** From now on a lost connection is for the log: what runs for long tries again. */
  outliveLostConnections(log: Logger): void;
  /** Where lost connections are told; null while they end the command. */
  lostConnections(): Logger | null;
  close(): Promise<void>;
};

const root = path.resolve(import.meta.dirname, "../../..");

/** `command` is what it is made for, as people write it. */
export function createContext(
  globals: GlobalOptions,
  environment: NodeJS.ProcessEnv,
  command: string,
): Context {
  const config = loadConfig({ root, environment, flags: flagsOf(globals) });
  const log = createLogger({
    level: config.settings["log.level"],
    format: config.settings["log.format"],
    name: "cti",
  });
  for (const name of unknownVariables(config))
    log.warn({ variable: name }, "no such setting; `config show` lists them");
  const closers: (() => Promise<void>)[] = [];
  let database: Promise<Database> | null = null;
  let data: Promise<Data> | null = null;

  const refuseServer = (): void => refuseServerOf(config, command);

  const open = async (options: DatabaseOptions): Promise<Database> => {
    refuseServer();
    const opened = await openConfigured(config, options);
    closers.push(() => opened.close());
    const isForeign = databaseUrl(config.settings) !== null;
    if (isForeign && options.migrate === undefined && !options.anySchema) await refuseOldSchema(opened.url);
    return opened;
  };

  const startSamples = samplesStarter(config, closers);

  const openFetcher = (alsoAllow: string[] = []): Fetcher => {
    const fetcher = createFetcher(fetchSettings(config.settings, alsoAllow));
    closers.push(() => fetcher.close());
    return fetcher;
  };

  const openDatabaseOnce = (options: DatabaseOptions = {}): Promise<Database> => (database ??= open(options));
  const openQueues = async (): Promise<Queues> => {
    const queues = await openQueuesOf(config, await openDatabaseOnce());
    closers.push(() => queues.close());
    return queues;
  };

  const openModels = modelsOpener(config, closers, refuseServer);

  let outliving: Logger | null = null;
  return {
    config,
    log,
    refuseServer,
    openData: () =>
      (data ??= openData({ config, log, openDatabase: openDatabaseOnce, openQueues, openModels })),
    outliveLostConnections: (told) => void (outliving = told),
    lostConnections: () => outliving,
    startSamples,
    openKnowledge: async () => {
      const { db, sql } = await openDatabaseOnce();
      return { db, sql, fetcher: openFetcher(), now: () => new Date() };
    },
    openModels,
    openExtractor: async ({ offline }) => {
      if (offline) return { knowledge: starterKnowledge(), fetcher: null };
      const { db } = await openDatabaseOnce();
      return { knowledge: createKnowledge(await loadKnowledge(db)), fetcher: openFetcher() };
    },
    openDatabase: openDatabaseOnce,
    openCollector: async (options = {}) => {
      const opened = await openDatabaseOnce();
      const alsoAllow = options.samples ? (await startSamples()).map(({ url }) => new URL(url).host) : [];
      const { settings } = config;
      const { onFetch } = options;
      const collector = await openCollector({
        settings,
        database: opened,
        log,
        alsoAllow,
        ...(onFetch && { onFetch }),
      });
      closers.push(() => collector.close());
      return collector.deps;
    },
    close: async () => {
      for (const closer of closers.splice(0).reverse()) await closer();
    },
  };
}

function refuseServerOf({ settings }: Config, command: string): void {
  if (settings["server.url"] === null) return;
  throw new Exit(
    exitCodes.usage,
    `\`${command}\` works on the database of this machine; unset CTI_SERVER (server.url, --server)`,
  );
}

function modelsOpener(
  { settings }: Config,
  closers: (() => Promise<void>)[],
  refuseServer: () => void,
): Context["openModels"] {
  let models: Models | null = null;
  return async () => {
    refuseServer();
    // Loaded only here: most commands do without.
    const { openModelsOf } = await import("@cti/wiring/open-models");
    if (models === null) {
      const opened = openModelsOf(settings);
      closers.push(() => opened.close());
      models = opened;
    }
    return models;
  };
}

function samplesStarter({ settings }: Config, closers: (() => Promise<void>)[]): Context["startSamples"] {
  let samples: ReturnType<typeof serveSamples> | null = null;
  return async () => {
    if (!samples) {
      samples = serveSamples({ port: settings["samples.port"] });
      const server = await samples.catch((cause: unknown) => {
        throw new Exit(
          exitCodes.failed,
          `${cause instanceof Error ? cause.message : "The samples cannot be served."} Choose another port: --set samples.port=8100`,
        );
      });
      closers.push(() => server.close());
    }
    return (await samples).sources;
  };
}

async function openConfigured(
  { settings }: Config,
  { migrate, anySchema = false }: DatabaseOptions,
): Promise<Database> {
  const open = (tenant: number): Promise<Database> =>
    openDatabase({
      url: databaseUrl(settings),
      dataDir: path.resolve(root, settings["data_dir"]),
      poolSize: settings["database.pool_size"],
      name: `cti cli ${process.pid}`,
      tenant,
      asOwner: anySchema,
      ...(migrate !== undefined && { migrate }),
    });
  const database = await open(defaultTenantId);
  const slug = settings["tenant"];
  if (slug === "default" || anySchema) return database;
  try {
    const { id } = await findTenant(database.db, slug);
    return await open(id);
  } finally {
    await database.close();
  }
}

async function openQueuesOf({ settings }: Config, database: Database): Promise<Queues> {
  // Loaded only here: most commands do without.
  const { openQueues } = await import("@cti/queue/open-queues");
  return openQueues(queueConnection(settings, database, `cti cli ${process.pid}`));
}

async function refuseOldSchema(url: string): Promise<void> {
  const { pending } = await migrationStatus(url);
  if (pending.length > 0)
    throw new Exit(
      exitCodes.failed,
      `The database schema is ${pending.length} migrations behind: run \`./run_cli.sh db migrate\`.`,
    );
}

type Flags = Partial<Record<SettingKey, { raw: unknown; flag: string }>>;

function flagsOf({ set = [], logLevel, dataDir, server, tokenFile, insecure }: GlobalOptions): Flags {
  const flags: Flags = {};
  for (const pair of set) {
    const [key = "", ...value] = pair.split("=");
    if (!(key in knownSettings) || value.length === 0)
      throw new ConfigError([`--set ${pair}: write --set KEY=VALUE with a key that \`config show\` lists`]);
    if (key === "server.token")
      throw new ConfigError([
        `--set ${key}: everybody on this machine can read command lines; use CTI_TOKEN or --token-file`,
      ]);
    flags[key as SettingKey] = { raw: value.join("="), flag: `--set ${key}` };
  }
  if (logLevel !== undefined) flags["log.level"] = { raw: logLevel, flag: "--log-level" };
  if (dataDir !== undefined) flags["data_dir"] = { raw: dataDir, flag: "--data-dir" };
  if (server !== undefined) flags["server.url"] = { raw: server, flag: "--server" };
  if (tokenFile !== undefined) flags["server.token"] = { raw: readToken(tokenFile), flag: "--token-file" };
  if (insecure) flags["web.insecure_http"] = { raw: true, flag: "--insecure" };
  return flags;
}

function readToken(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new ConfigError([`--token-file ${file} cannot be read`]);
  }
}
