import { request } from "node:http";

import type { Db } from "@cti/db/client";
import { type AuditRow, listAudit } from "@cti/domain/audit/list-audit";
import { saveJobRecords } from "@cti/domain/workers/save-job-records";
import type { HealthReport } from "@cti/observe/health";
import { createLogger } from "@cti/observe/logger";
import { openBullQueues } from "@cti/queue/bull-queues";
import type { JobEnd, Queues } from "@cti/queue/queue-types";

import { readAuth } from "../src/auth.ts";
import type { MonitorDeps } from "../src/monitor-deps.ts";
import { startMonitor } from "../src/start-monitor.ts";

export const login = "alice:correct horse battery";
const auth = readAuth(login);

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
};

export type Question = {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** USER:PASSWORD, or null for nobody. */
  as?: string | null;
  /** Another dashboard than the one that was opened. */
  url?: string;
};

export type TestMonitor = {
  url: string;
  deps: MonitorDeps;
  queues: Queues;
  /** Lines of the log so far. */
  logged: string[];
  ask(path: string, question?: Question): Promise<Answer>;
  json(path: string): Promise<Record<string, unknown>>;
  /** The audit log, the latest row last. */
  acts(): Promise<AuditRow[]>;
  close(): Promise<void>;
};

/** The dashboard on a free port, over the queue of that database. */
export async function openMonitor({ db, url: databaseUrl }: { db: Db; url: string }): Promise<TestMonitor> {
  const { queues, bull } = await openBullQueues({ redisUrl: null, databaseUrl, name: "monitor test" });
  const logged: string[] = [];
  const deps = toDeps({ db, queues, bullQueues: bull, write: (line) => void logged.push(line) });
  const monitor = await startMonitor(deps);
  const ask = (path: string, question: Question = {}): Promise<Answer> =>
    send(`${question.url ?? monitor.url}${path}`, question);
  return {
    url: monitor.url,
    deps,
    queues,
    logged,
    ask,
    json: async (path) => JSON.parse((await ask(path)).text) as Record<string, unknown>,
    acts: async () => (await listAudit(db, {}, { limit: 1_000 })).items.toReversed(),
    close: async () => {
      await monitor.close();
      await queues.close();
    },
  };
}

function toDeps(options: {
  db: Db;
  queues: Queues;
  bullQueues: readonly unknown[];
  write: (line: string) => void;
}): MonitorDeps {
  const { db, queues, bullQueues, write } = options;
  return {
    db,
    queues,
    bullQueues,
    health: {
      report: () => Promise.resolve(report("degraded")),
      ready: () => Promise.resolve(report("error")),
      live: () => report("ok"),
    },
    metrics: { contentType: "text/plain; version=0.0.4", render: () => Promise.resolve("cti_up 1\n") },
    log: createLogger({ level: "info", format: "json", name: "test", destination: { write } }),
    now: () => new Date(),
    settings: { host: "127.0.0.1", port: 0, hosts: ["cti.example.org"], auth, version: "1.2.3" },
  };
}

function report(status: HealthReport["status"]): HealthReport {
  return {
    status,
    timestamp: "2026-03-01T00:00:00.000Z",
    uptime_seconds: 1,
    version: "1.2.3",
    components: {},
  };
}

/** Over node:http, which lets a test say any Host. */
function send(url: string, { method = "GET", headers = {}, body, as = login }: Question): Promise<Answer> {
  const authorization = as === null ? {} : { authorization: `Basic ${Buffer.from(as).toString("base64")}` };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...authorization, ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => (text += part));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A job that ended on 2026-03-01 at 10:00:03 UTC after two seconds of work, unless told otherwise. */
export async function addEnded(db: Db, more: Partial<JobEnd> & { worker?: string } = {}): Promise<void> {
  const { worker = "host:1:1", ...end } = more;
  const ended: JobEnd = {
    id: "collect:7",
    queue: "collect",
    name: "collect-source",
    payload: { sourceId: 7 },
    outcome: "completed",
    attempt: 1,
    addedAt: new Date("2026-03-01T10:00:00Z"),
    startedAt: new Date("2026-03-01T10:00:01Z"),
    finishedAt: new Date("2026-03-01T10:00:03Z"),
    result: { new: 3 },
    error: null,
    ...end,
  };
  await saveJobRecords(db, { worker, ends: [ended], now: ended.finishedAt });
}
