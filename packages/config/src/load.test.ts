import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { parse } from "yaml";
import { expect, test } from "vitest";

import { ConfigError } from "./config-error.ts";
import { loadConfig } from "./load.ts";
import { settings } from "./settings.ts";
import type { Setting } from "./setting.ts";
import { showConfig } from "./show.ts";

function rootWith(yaml: string, env = ""): string {
  const root = mkdtempSync(path.join(tmpdir(), "cti-config-"));
  mkdirSync(path.join(root, "config"));
  writeFileSync(path.join(root, "config", "config.yaml"), yaml);
  if (env) writeFileSync(path.join(root, ".env"), env);
  return root;
}

const problemsOf = (action: () => unknown): string[] => {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

test("config.yaml names every setting with its default and a comment", () => {
  const file = path.resolve(import.meta.dirname, "../../../config/config.yaml");
  const text = readFileSync(file, "utf8");
  const flat: Record<string, unknown> = {};
  const walk = (value: unknown, prefix: string): void => {
    for (const [key, inner] of Object.entries(value as Record<string, unknown>)) {
      if (inner !== null && typeof inner === "object" && !Array.isArray(inner))
        walk(inner, `${prefix}${key}.`);
      else flat[prefix + key] = inner;
    }
  };
  walk(parse(text), "");
  const defaults = Object.fromEntries(
    Object.entries(settings).map(([key, setting]: [string, Setting]) => [key, setting.initial]),
  );
  expect(flat).toEqual(defaults);
  const lines = text.split("\n").filter((line) => /^\s*[a-z_0-9]+:.*\S/.test(line));
  expect(lines.filter((line) => !line.includes(" # "))).toEqual([]);
});

test("a flag beats the environment, that beats .env, and that beats the file; each origin is told", () => {
  const root = rootWith(
    "fetch:\n  max_redirects: 1\n  robots: false\nlog:\n  level: error\n",
    "CTI_FETCH_ROBOTS=true\nLOG_LEVEL=debug\n",
  );
  const config = loadConfig({
    root,
    environment: { LOG_LEVEL: "trace" },
    flags: { "log.level": { raw: "fatal", flag: "--log-level" } },
  });
  expect(config.settings["log.level"]).toBe("fatal");
  expect(config.origins["log.level"].from).toBe("--log-level");
  expect(config.settings["fetch.robots"]).toBe(true);
  expect(config.origins["fetch.robots"].from).toBe("CTI_FETCH_ROBOTS in .env");
  expect(config.settings["fetch.max_redirects"]).toBe(1);
  expect(config.origins["fetch.max_redirects"].from).toBe("config/config.yaml:2");
  expect(config.origins["fetch.host_interval"].from).toBe("default");
});

test("durations and sizes are read in their units", () => {
  const root = rootWith("fetch:\n  host_interval: 1500ms\n  body_timeout: 5m\n  max_wire_size: 2MB\n");
  const { settings: read } = loadConfig({ root, environment: {} });
  expect([read["fetch.host_interval"], read["fetch.body_timeout"], read["fetch.max_wire_size"]]).toEqual([
    1_500, 300_000, 2_000_000,
  ]);
});

test("an error names key, value, origin and what is allowed, all problems at once", () => {
  const root = rootWith("fetch:\n  body_timeout: soon\n  max_redirect: 3\n");
  const problems = problemsOf(() => loadConfig({ root, environment: { CTI_COLLECT_CONCURRENCY: "0" } }));
  expect(problems).toEqual([
    "config/config.yaml:3: fetch.max_redirect is no setting; did you mean fetch.max_redirects?",
    'fetch.body_timeout is "soon" (from config/config.yaml:2), allowed is a duration such as 500ms, 30s, 5m, 2h or 7d, at most 24d',
    'collect.concurrency is "0" (from variable CTI_COLLECT_CONCURRENCY), allowed is a whole number from 1 to 256',
  ]);
});

test("a secret may come from a file, and is masked when shown", () => {
  const root = rootWith("");
  writeFileSync(path.join(root, "secret"), "postgres://u:hidden@h/d\n");
  const config = loadConfig({ root, environment: { DATABASE_URL_FILE: path.join(root, "secret") } });
  expect(config.settings["database.url"]).toBe("postgres://u:hidden@h/d");
  const shown = showConfig(config).find(({ key }) => key === "database.url");
  expect(shown?.value).toBe("********");
  expect(JSON.stringify(showConfig(config))).not.toContain("hidden");
  const missing = problemsOf(() =>
    loadConfig({ root, environment: { DATABASE_URL_FILE: "/nowhere/secret" } }),
  );
  expect(missing).toEqual(["database.url: DATABASE_URL_FILE names /nowhere/secret, which cannot be read"]);
});
