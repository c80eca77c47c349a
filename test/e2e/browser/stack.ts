import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Ended, newInstallation } from "../cli.ts";
import { until } from "../backends.ts";

const root = path.resolve(import.meta.dirname, "../../..");

/** A server that a browser can go to, in a data folder of its own. */
export type Stack = {
  url: string;
  folder: string;
  /** Makes the first account. */
  setupToken: string;
  cti: (...args: string[]) => Promise<Ended>;
  stop: () => Promise<void>;
};

/** The production build of the web interface, made once when its sources are newer. */
export function buildClient(): void {
  // Not Vitest's own NODE_ENV: that would build React as for its developers.
  const { NODE_ENV: _, ...environment } = process.env;
  const script = path.join(root, "services/web/build-client.sh");
  const { stderr } = spawnSync(script, { encoding: "utf8", env: environment });
  if (!existsSync(path.join(root, "services/web/client/dist/index.html"))) throw new Error(stderr);
}

/** The whole stack as `./start_development.sh` starts it: database, scheduler, worker, API and pages. */
export async function startStack({
  samples,
  environment = {},
}: {
  samples: boolean;
  environment?: Record<string, string>;
}): Promise<Stack> {
  const cti = newInstallation({
    CTI_FETCH_ALLOW: "127.0.0.1/32",
    CTI_SAMPLES_PORT: anyPort(),
    CTI_WORKER_PORT: "0",
    CTI_MONITOR_PORT: "0",
    CTI_WEB_PORT: "0",
    CTI_WEB_RATE_LIMIT: "1000000",
    CTI_SCHEDULER_LOOK_EVERY: "200ms",
    CTI_LOG_DIR: mkdtempSync(path.join(tmpdir(), "cti-logs-")),
    ...environment,
  });
  const { child, ended } = cti.start("up", ...(samples ? [] : ["--no-samples"]));
  const said = listenTo(child);
  await until(() => /web {2,}http/.test(said()) || child.exitCode !== null, 120_000);
  const url = /web {2,}(http:\/\/[\d.:]+)/.exec(said())?.[1];
  const setupToken = /token[ =]([\w-]{16,})/.exec(said())?.[1];
  if (url === undefined || setupToken === undefined) throw new Error(said());
  return {
    url,
    folder: cti.folder,
    setupToken,
    cti: cti.run,
    stop: async () => {
      child.kill("SIGINT");
      await ended;
      rmSync(cti.folder, { recursive: true, force: true });
    },
  };
}

/** Only the web service, with a database that holds nothing or that of `environment`. */
export async function startServer(environment: Record<string, string> = {}): Promise<Stack> {
  const cti = newInstallation({ CTI_SAMPLES_PORT: anyPort(), ...environment });
  // The schema of a database that is not its own is for an operator to bring up to date.
  if (environment["DATABASE_URL"] !== undefined) {
    const { code, stderr } = await cti.run("db", "migrate");
    if (code !== 0) throw new Error(stderr);
  }
  const child = spawn(process.execPath, [path.join(root, "services/web/src/main.ts")], {
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: cti.folder,
      CTI_DATA_DIR: cti.folder,
      CTI_WEB_PORT: "0",
      CTI_WEB_RATE_LIMIT: "1000000",
      CTI_LOG_LEVEL: "info",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = listenTo(child);
  const ended = new Promise((resolve) => child.once("close", resolve));
  await until(() => said().includes('"msg":"started"') || child.exitCode !== null, 60_000);
  const url = /"url":"(http:[^"]+)","public_url"/.exec(said())?.[1];
  if (url === undefined) throw new Error(said());
  return {
    url,
    folder: cti.folder,
    setupToken: /"setup_token":"([^"]+)"/.exec(said())?.[1] ?? "",
    cti: cti.run,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
      rmSync(cti.folder, { recursive: true, force: true });
    },
  };
}

function listenTo(child: ChildProcess): () => string {
  let said = "";
  child.stdout?.on("data", (chunk) => (said += String(chunk)));
  child.stderr?.on("data", (chunk) => (said += String(chunk)));
  return () => said;
}

/** For the sample web, which more than one stack may serve at a time. */
function anyPort(): string {
  return String(20_000 + Math.floor(Math.random() * 20_000));
}
