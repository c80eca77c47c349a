import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseEnv } from "node:util";

import { LineCounter, isMap, isNode, isScalar, parseDocument } from "yaml";

import { ConfigError } from "./config-error.ts";
import { settings, type SettingKey, type Settings } from "./settings.ts";
import type { Setting } from "./setting.ts";

/** A value as written, and the place where it was written. */
export type Origin = { raw: unknown; from: string };

export type Config = {
  settings: Settings;
  origins: Record<SettingKey, Origin>;
  /** Names of all variables that were given, in .env or the environment. */
  variables: string[];
  root: string;
};

/** What may be given from outside; `flags` are already named by setting key. */
export type ConfigSources = {
  root: string;
  environment: NodeJS.ProcessEnv;
  flags?: Partial<Record<SettingKey, { raw: unknown; flag: string }>>;
};

/**
 * Reads config/config.yaml < .env < environment < flags into one frozen object.
 * Every variable may also be given as NAME_FILE, a file that holds the value.
 * @throws ConfigError that names key, value, origin and what is allowed; all problems at once.
 */
export function loadConfig({ root, environment, flags = {} }: ConfigSources): Config {
  const named = environment["CTI_CONFIG"];
  const file = named ?? path.join(root, "config", "config.yaml");
  const fromFile = readConfigFile(file, { root, isNamed: named !== undefined });
  const variables = mergeEnvironment(root, environment);
  const problems: string[] = [...fromFile.problems];
  const values: Record<string, unknown> = {};
  const origins: Record<string, Origin> = {};

  for (const key of Object.keys(settings) as SettingKey[]) {
    const setting: Setting = settings[key];
    const flag = flags[key];
    const origin: Origin = flag
      ? { raw: flag.raw, from: flag.flag }
      : (fromEnvironment(key, setting, variables, problems) ??
        fromFile.values.get(key) ?? { raw: setting.initial, from: "default" });
    origins[key] = origin;
    const parsed = setting.read.safeParse(origin.raw);
    if (parsed.success) values[key] = parsed.data;
    else problems.push(describe(key, setting, origin, parsed.error.issues[0]?.message ?? "another value"));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    settings: Object.freeze(values) as Settings,
    origins,
    variables: [...variables.keys()],
    root,
  };
}

/** What only docker-compose.yml and the start scripts read from .env. */
const notSettings = new Set(
  `CTI_CONFIG CTI_UID CTI_GID CTI_HTTP_PORT CTI_HTTPS_PORT CTI_EDGE_NET CTI_MONITOR_HOST CTI_SECRETS_DIR CTI_CERTS_DIR
  CTI_WORKER_CPUS CTI_WORKER_MEMORY CTI_POSTGRES_CPUS CTI_POSTGRES_MEMORY CTI_REDIS_MEMORY CTI_WEB_MEMORY
  CTI_OLLAMA_CPUS CTI_OLLAMA_MEMORY CTI_IMAGE CTI_WORKERS CTI_REVISION`.split(/\s+/),
);

/** Variables that look like settings of ours but are none: most often a slip of the pen. */
export function unknownVariables({ variables }: Config): string[] {
  const keys = Object.keys(settings) as SettingKey[];
  const known = new Set(
    keys.flatMap((key) => [variableOf(key), ...((settings[key] as Setting).aliases ?? [])]),
  );
  const isOurs = (name: string): boolean => name.startsWith("CTI_") && !notSettings.has(name);
  return variables.filter((name) => isOurs(name) && !known.has(name.replace(/_FILE$/, "")));
}

function variableOf(key: SettingKey): string {
  return `CTI_${key.replaceAll(".", "_").toUpperCase()}`;
}

function describe(key: string, setting: Setting, { raw, from }: Origin, allowed: string): string {
  const shown = setting.secret ? "(hidden)" : JSON.stringify(raw);
  return `${key} is ${shown} (from ${from}), allowed is ${allowed}`;
}

type FileValues = { values: Map<string, Origin>; problems: string[] };

function readConfigFile(file: string, { root, isNamed }: { root: string; isNamed: boolean }): FileValues {
  const values = new Map<string, Origin>();
  const name = path.relative(root, file) || file;
  if (!existsSync(file))
    return { values, problems: isNamed ? [`CTI_CONFIG names ${file}, which is not there`] : [] };
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines });
  const problems = document.errors.map(
    (error) => `${name}: ${error.message.split("\n")[0] ?? "unreadable YAML"}`,
  );

  const walk = (node: unknown, prefix: string): void => {
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const line = key.range ? lines.linePos(key.range[0]).line : 0;
      const dotted = prefix + String(key.value);
      if (dotted in settings) {
        values.set(dotted, { raw: toPlain(value), from: `${name}:${line}` });
      } else if (isMap(value)) walk(value, `${dotted}.`);
      else problems.push(`${name}:${line}: ${dotted} is no setting${suggestion(dotted)}`);
    }
  };
  walk(document.contents, "");
  return { values, problems };
}

function toPlain(node: unknown): unknown {
  return isNode(node) ? (node.toJSON() as unknown) : node;
}

function mergeEnvironment(root: string, environment: NodeJS.ProcessEnv): Map<string, Origin> {
  const merged = new Map<string, Origin>();
  const file = path.join(root, ".env");
  if (existsSync(file))
    for (const [name, value] of Object.entries(parseEnv(readFileSync(file, "utf8"))))
      merged.set(name, { raw: value, from: `${name} in .env` });
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined) merged.set(name, { raw: value, from: `variable ${name}` });
  return merged;
}

function fromEnvironment(
  key: SettingKey,
  setting: Setting,
  variables: Map<string, Origin>,
  problems: string[],
): Origin | undefined {
  const names = [variableOf(key), ...(setting.aliases ?? [])].flatMap((name) => [name, `${name}_FILE`]);
  const given = names.filter((name) => (variables.get(name)?.raw ?? "") !== "");
  // The environment beats .env, whichever of its names is used there.
  const name = given.find((each) => variables.get(each)?.from !== `${each} in .env`) ?? given[0];
  if (name) {
    const file = variables.get(name);
    if (!file || !name.endsWith("_FILE")) return file;
    try {
      return {
        raw: readFileSync(String(file.raw), "utf8").trim(),
        from: `file ${String(file.raw)} (${name})`,
      };
    } catch {
      problems.push(`${key}: ${name} names ${String(file.raw)}, which cannot be read`);
      return undefined;
    }
  }
  return undefined;
}

function suggestion(key: string): string {
  const last = key.split(".").at(-1) ?? key;
  const near = Object.keys(settings).find((known) => known.endsWith(last) || known.includes(last));
  return near ? `; did you mean ${near}?` : "; cti config show lists them all";
}
