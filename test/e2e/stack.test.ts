import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { buildFeed, buildPage } from "@cti/testing/build-feed";
import { fixtureWeb } from "@cti/testing/fixture-web";
import { waitFor } from "@cti/testing/wait-for";
import { expect, test } from "vitest";

import { newInstallation, type Started } from "./cli.ts";

const root = path.resolve(import.meta.dirname, "../..");

async function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(String(typeof address === "object" && address ? address.port : 0)));
    });
  });
}

function outputOf({ child }: Started): () => string {
  let text = "";
  child.stdout?.on("data", (chunk) => (text += String(chunk)));
  return () => text;
}

test("up runs scheduler, worker and dashboard until Ctrl-C, collects by itself, and leaves nothing behind", async () => {
  const web = await fixtureWeb();
  const feed = [{ title: "Akira hits a hospital", path: "/a" }];
  web.on("/feed", { type: "application/rss+xml", body: buildFeed(web.origin, feed) });
  web.on("/a", { body: buildPage("Akira hits a hospital", "akira", 10) });
  const health = await freePort();
  const cti = newInstallation({
    CTI_FETCH_ALLOW: web.host,
    CTI_WORKER_PORT: health,
    CTI_MONITOR_PORT: "0",
    CTI_WEB_PORT: "0",
    CTI_SCHEDULER_LOOK_EVERY: "200ms",
    CTI_LOG_DIR: path.join(mkdtempSync(path.join(tmpdir(), "cti-logs-")), "logs"),
  });
  const up = cti.start("up", "--no-samples");
  const output = outputOf(up);
  const said = await waitFor(() => {
    const match = /dashboard {2}(\S+) {3}user admin, password (\S+)/.exec(output());
    if (!match) throw new Error(output());
    return { url: match[1] ?? "", password: match[2] ?? "" };
  });

  // The pack's sources cannot be reached here; ours is collected by itself, soon after it is added.
  expect(await cti.run("sources", "add", `${web.origin}/feed`, "--slug", "ours")).toMatchObject({ code: 0 });
  await waitFor(async () => {
    const list = await cti.run("articles", "list", "--json");
    expect(JSON.parse(list.stdout)).toMatchObject([{ title: "Akira hits a hospital" }]);
  });

  const login = { authorization: `Basic ${Buffer.from(`admin:${said.password}`).toString("base64")}` };
  expect((await fetch(`${said.url}/workers`)).status).toBe(401);
  expect(await (await fetch(`${said.url}/workers`, { headers: login })).text()).toContain("daemon");
  const report = (await (await fetch(`http://127.0.0.1:${health}/health`)).json()) as {
    components: Record<string, { status: string }>;
  };
  expect(report.components).toMatchObject({
    database: { status: "ok" },
    queue: { status: "ok" },
    workers: { status: "ok" },
    schedules: { status: "ok" },
  });
  expect(await (await fetch(`http://127.0.0.1:${health}/metrics`)).text()).toContain("cti_jobs_total{");

  up.child.kill("SIGINT");
  expect((await up.ended).code).toBe(130);
  expect(existsSync(path.join(cti.folder, "postgres", "postmaster.pid")), "the database has stopped").toBe(
    false,
  );
  const history = JSON.parse((await cti.run("history", "list", "--all", "--json")).stdout) as {
    status: string;
  }[];
  expect(history.map(({ status }) => status)).not.toContain("running");
  const schedules = JSON.parse((await cti.run("schedules", "list", "--json")).stdout) as {
    scheduler: unknown;
    schedules: { name: string; fired: number }[];
  };
  expect(schedules.scheduler).toBe(null);
  expect(schedules.schedules.find(({ name }) => name === "rss_fetcher")?.fired).toBe(1);
  await web.close();
  rmSync(cti.folder, { recursive: true, force: true });
});

test("daemon --once runs every stage in order, and its log is JSON on stdout and in a file of the day", async () => {
  const logs = mkdtempSync(path.join(tmpdir(), "cti-logs-"));
  const cti = newInstallation({ CTI_LOG_DIR: logs, CTI_LOG_LEVEL: "info" });
  const once = await cti.run("daemon", "--once");
  expect(once.code, once.stderr).toBe(0);
  const stages = once.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { stage?: string })
    .flatMap(({ stage }) => stage ?? []);
  expect(stages).toEqual([
    "rss_fetcher",
    "article_scraper",
    "entity_extractor",
    "semantic_clusterer",
    "article_ranker",
  ]);
  const [file = ""] = readdirSync(logs);
  expect(file).toMatch(/^cti_daemon_\d{8}\.log$/);
  expect(readFileSync(path.join(logs, file), "utf8")).toBe(once.stdout);
  rmSync(cti.folder, { recursive: true, force: true });
});

test("daemon ends with 0 on SIGTERM", async () => {
  const cti = newInstallation({
    CTI_WORKER_PORT: "0",
    CTI_MONITOR_PORT: "0",
    CTI_WEB_PORT: "0",
    CTI_LOG_LEVEL: "info",
    CTI_LOG_DIR: mkdtempSync(path.join(tmpdir(), "cti-logs-")),
  });
  const daemon = cti.start("daemon");
  const output = outputOf(daemon);
  await waitFor(() => expect(output()).toContain("daemon started"));
  daemon.child.kill("SIGTERM");
  expect(await daemon.ended).toMatchObject({ code: 0 });
  rmSync(cti.folder, { recursive: true, force: true });
});

test("./collector starts four processes in the background, shows and stops them, and clears what a dead one left", async () => {
  const cti = newInstallation();
  const { places, collector } = collectorOf(cti.folder);
  expect(collector("status").status).toBe(1);
  const refused = collector("flower", "-b");
  expect(refused.status).toBe(1);
  expect(refused.text).toContain("monitor password");
  expect(await cti.run("monitor", "password", "--save")).toMatchObject({ code: 0 });
  const started = collector("start", "-b");
  expect(started.status, started.text).toBe(0);
  expect(collector("status")).toMatchObject({ status: 0 });
  await waitFor(async () => {
    const workers = JSON.parse((await cti.run("workers", "--json")).stdout) as {
      kind: string;
      state: string;
    }[];
    const online = workers.filter(({ state }) => state === "online").map(({ kind }) => kind);
    expect(online.toSorted()).toEqual(["monitor", "scheduler", "web", "worker"]);
  });

  const pid = Number(readFileSync(path.join(places, "pids", "beat.pid"), "utf8").split("\n")[0]);
  spawnSync("pkill", ["-KILL", "-P", String(pid)]);
  process.kill(pid, "SIGKILL");
  await waitFor(() => expect(collector("status").status).toBe(3));
  expect(collector("logs", "5").text).toContain("started");
  const stopped = collector("stop");
  expect(stopped.text).toContain("worker stopped");
  expect(collector("status").status).toBe(1);
  expect(readdirSync(path.join(places, "pids"))).toEqual([]);
  expect(existsSync(path.join(cti.folder, "postgres", "postmaster.pid"))).toBe(false);
  expect(collector("collect", "--limit", "5")).toMatchObject({ status: 2 });
  expect(collector("nonsense").status).toBe(2);
  rmSync(cti.folder, { recursive: true, force: true });
});

test("the dashboard refuses to start without a login and with one that everybody knows", async () => {
  const cti = newInstallation();
  const start = (auth: string): Promise<{ code: number | null; text: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [path.join(root, "services/monitor/src/main.ts")], {
        env: {
          PATH: process.env["PATH"] ?? "",
          CTI_DATA_DIR: cti.folder,
          CTI_MONITOR_PORT: "0",
          CTI_WEB_PORT: "0",
          FLOWER_BASIC_AUTH: auth,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let text = "";
      child.stdout.on("data", (chunk) => (text += String(chunk)));
      child.stderr.on("data", (chunk) => (text += String(chunk)));
      child.once("close", (code) => resolve({ code, text }));
    });
  for (const auth of ["", "admin:countermeasure123", "admin:short"]) {
    const { code, text } = await start(auth);
    expect(code, text).toBe(1);
    expect(text).toContain("monitor password");
  }
  rmSync(cti.folder, { recursive: true, force: true });
});

test("./collector starts nothing that it could not stop again", () => {
  const { places, collector } = collectorOf(mkdtempSync(path.join(tmpdir(), "cti-collector-data-")));
  writeFileSync(path.join(places, "pids"), "no folder");
  const refused = collector("start", "-b");
  expect(refused.status).toBe(1);
  expect(refused.text).toContain("COLLECTOR_PID_DIR");
  expect(existsSync(path.join(places, "logs"))).toBe(false);
});

test("Ctrl-C at ./collector start leaves nothing behind", async () => {
  const cti = newInstallation();
  const { places, environment } = collectorOf(cti.folder);
  expect(await cti.run("monitor", "password", "--save")).toMatchObject({ code: 0 });
  const child = spawn(path.join(root, "collector"), ["start"], { env: environment, detached: true });
  const ended = once(child, "exit");
  let said = "";
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  await waitFor(() => expect(said).toContain("Ctrl-C stops all four."));
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  // A process of this group would make it exist still.
  await waitFor(() => expect(() => process.kill(-(child.pid ?? 0), 0)).toThrow("ESRCH"));
  expect(readdirSync(path.join(places, "pids"))).toEqual([]);
  rmSync(cti.folder, { recursive: true, force: true });
});

type Collector = {
  places: string;
  environment: Record<string, string>;
  collector: (...args: string[]) => { status: number | null; text: string };
};

function collectorOf(folder: string): Collector {
  const places = mkdtempSync(path.join(tmpdir(), "cti-collector-"));
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: folder,
    CTI_DATA_DIR: folder,
    COLLECTOR_PID_DIR: path.join(places, "pids"),
    CTI_LOG_DIR: path.join(places, "logs"),
    CTI_WORKER_PORT: "0",
    CTI_SCHEDULER_PORT: "0",
    CTI_MONITOR_PORT: "0",
    CTI_WEB_PORT: "0",
  };
  const collector: Collector["collector"] = (...args) => {
    const { status, stdout, stderr } = spawnSync(path.join(root, "collector"), args, {
      encoding: "utf8",
      env: environment,
    });
    return { status, text: stdout + stderr };
  };
  return { places, environment, collector };
}
