import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export type WebProcess = {
  url: string;
  pid: number;
  stop: () => Promise<void>;
};

const root = path.resolve(import.meta.dirname, "../..");

/** The web service as it is started in production, with limits that no load reaches. */
export async function startWebProcess(databaseUrl: string, poolSize: number): Promise<WebProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(root, "services/web/src/main.ts")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      PATH: process.env["PATH"],
      CTI_DATABASE_URL: databaseUrl,
      CTI_DATABASE_POOL_SIZE: String(poolSize),
      CTI_WEB_HOST: "127.0.0.1",
      CTI_WEB_PORT: String(port),
      CTI_WEB_RATE_LIMIT: "1000000",
      CTI_LOG_LEVEL: "warn",
    },
  });
  child.stdout.pipe(process.stderr);
  // However this process ends, nothing of it stays.
  process.once("exit", () => child.kill("SIGKILL"));
  const url = `http://127.0.0.1:${port}`;
  await untilLive(url, child);
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill("SIGTERM");
      if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}

async function untilLive(url: string, child: ChildProcess): Promise<void> {
  for (
    const deadline = Date.now() + 30_000;
    Date.now() < deadline && child.exitCode === null;
    await pause(100)
  ) {
    const answer = await fetch(`${url}/health/live`).catch(() => null);
    if (answer?.ok) return;
  }
  child.kill();
  throw new Error("The web service did not start; its output says why.");
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
