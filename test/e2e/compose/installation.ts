import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const root = path.resolve(import.meta.dirname, "../../..");

/** Whether a Docker engine with Compose answers; without one there is nothing to test here. */
export const hasEngine: boolean =
  spawnSync("docker", ["info"]).status === 0 && spawnSync("docker", ["compose", "version"]).status === 0;

export type Ended = { code: number | null; stdout: string; stderr: string };

/** A folder with the files of this project alone, as a fresh clone has them, and what runs from there. */
export type Installation = {
  folder: string;
  /** Runs a program of the folder; `input` is its stdin. */
  run: (program: string, args: string[], input?: string) => Promise<Ended>;
  start: (program: string, args: string[]) => ChildProcess;
  /** `docker compose …`; throws what it said unless it ended with 0. */
  compose: (...args: string[]) => Promise<string>;
  /** Also everything that Compose has made; `options` name another file than its own. */
  remove: (...options: string[]) => Promise<void>;
};

/** `environment` names ports and such; nothing of the user's own settings is seen. */
export function newInstallation(name: string, environment: Record<string, string>): Installation {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), "cti-compose-")), name);
  copyFiles(folder);
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? folder,
    ...(process.env["DOCKER_HOST"] && { DOCKER_HOST: process.env["DOCKER_HOST"] }),
    ...(process.env["NPM_CONFIG_REGISTRY"] && { NPM_CONFIG_REGISTRY: process.env["NPM_CONFIG_REGISTRY"] }),
    COMPOSE_PROJECT_NAME: `${name}-${process.pid}`,
    ...environment,
  };
  const start = (program: string, args: string[]): ChildProcess =>
    spawn(program, args, { cwd: folder, env, stdio: ["pipe", "pipe", "pipe"] });
  const run = (program: string, args: string[], input = ""): Promise<Ended> => {
    const child = start(program, args);
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // Who does not read its input may be gone before it is written.
    child.stdin?.on("error", () => undefined).end(input);
    return new Promise((resolve, reject) => {
      child.once("error", reject).once("close", (code) => resolve({ code, stdout, stderr }));
    });
  };
  const compose = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run("docker", ["compose", ...args]);
    if (code !== 0) throw new Error(`docker compose ${args.join(" ")} ended with ${code}: ${stderr}`);
    return stdout;
  };
  return {
    folder,
    run,
    start,
    compose,
    remove: async (...options) => {
      await compose(...options, "--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "5");
      rmSync(path.dirname(folder), { recursive: true, force: true });
    },
  };
}

/** What Git knows or would add. */
function copyFiles(folder: string): void {
  const list = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 24,
  });
  mkdirSync(folder);
  // Containers of other accounts look into it.
  chmodSync(path.dirname(folder), 0o755);
  for (const file of list.stdout.split("\0"))
    // What was removed and not committed is still listed.
    if (file !== "" && existsSync(path.join(root, file)))
      cpSync(path.join(root, file), path.join(folder, file));
}

/** A port of this machine on which nobody listens. */
export async function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(String(typeof address === "object" && address ? address.port : 0)));
    });
  });
}

/** Waits until `question` gives something else than null or false, or throws what it threw last. */
export async function until<T>(
  what: string,
  question: () => Promise<T | null | false>,
  limitMs = 240_000,
): Promise<T> {
  let last: unknown = null;
  for (const deadline = Date.now() + limitMs; Date.now() < deadline; await pause(500)) {
    try {
      const answer = await question();
      if (answer !== null && answer !== false) return answer;
      last = null;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`not within ${limitMs / 1_000} s: ${what}`, { cause: last });
}
