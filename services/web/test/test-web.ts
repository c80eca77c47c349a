import { scopesOf } from "@cti/contract/access";
import { appRole, type Client, openClient } from "@cti/db/client";
import { openSession } from "@cti/domain/accounts/sessions";
import { createToken } from "@cti/domain/accounts/tokens";
import { createUser } from "@cti/domain/accounts/users";
import { openEventFeed } from "@cti/domain/events/event-feed";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { createFetcher } from "@cti/fetch/fetcher";
import type { HealthReport } from "@cti/observe/health";
import { createLogger } from "@cti/observe/logger";
import { createMetrics } from "@cti/observe/metrics";
import { openQueues } from "@cti/queue/open-queues";
import type { Queues } from "@cti/queue/queue-types";
import { localModels } from "@cti/testing/local-models";
import { type TestDb, testDb } from "@cti/testing/test-db";
import type { FastifyInstance } from "fastify";
import type { WebSettings } from "@cti/wiring/web-settings";

import { buildApp } from "../src/build-app.ts";
import { secureCookie } from "../src/credential.ts";
import type { RouteTable } from "../src/register-routes.ts";
import type { WebDeps } from "../src/web-deps.ts";

/** `operator` is an analyst who may operate the installation, `collector` a service identity. */
export type TestRole = "nobody" | "viewer" | "analyst" | "admin" | "operator" | "collector";

export type TestAnswer = {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  /** Parsed where it is JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it as they please
  body: any;
  text: string;
};

type Headers = Record<string, string>;

/** Somebody who asks; a body is sent as JSON unless it is a text. */
export type Asker = {
  get: (path: string, headers?: Headers) => Promise<TestAnswer>;
  post: (path: string, body?: unknown, headers?: Headers) => Promise<TestAnswer>;
  put: (path: string, body?: unknown, headers?: Headers) => Promise<TestAnswer>;
  patch: (path: string, body?: unknown, headers?: Headers) => Promise<TestAnswer>;
  delete: (path: string, body?: unknown, headers?: Headers) => Promise<TestAnswer>;
  ask: (
    method: string,
    path: string,
    more?: { body?: unknown; headers?: Headers; from?: string },
  ) => Promise<TestAnswer>;
  /** Headers that say who asks, for requests over a real socket. */
  headers: Headers;
  userId: number | null;
};

export type TestWeb = {
  app: FastifyInstance;
  deps: WebDeps;
  db: TestDb;
  queues: Queues;
  /** Lines of the log so far. */
  logged: string[];
  /** With a token that holds all scopes of the role. Made once for each role and tenant. */
  as: (role: TestRole, options?: { tenant?: number }) => Promise<Asker>;
  /** With a session cookie, and the headers of a page of ours. */
  browser: (role: Exclude<TestRole, "nobody" | "collector">, options?: { tenant?: number }) => Promise<Asker>;
  newTenant: (slug: string) => Promise<number>;
  close: () => Promise<void>;
};

/** What the service is set to unless a test says otherwise: limits that no test reaches. */
const testSettings: WebSettings = {
  host: "127.0.0.1",
  port: 0,
  version: "1.2.3",
  publicUrl: null,
  hosts: ["cti.example.org"],
  trustedProxies: [],
  insecureHttp: false,
  sessionIdleMs: 12 * 3_600_000,
  sessionMaxMs: 7 * 86_400_000,
  tokenMaxDays: 365,
  breachedPasswords: new Set(),
  rateLimit: 1_000_000,
  loginLimit: 1_000_000,
  bodyLimit: 1_048_576,
  eventsPerUser: 8,
  timeZone: "UTC",
  oidc: null,
  databasePassword: null,
};

/** What stands there in the place of the browser application: nothing, whatever was built on this machine. */
const noClient = "/nonexistent";

/**
 * The whole service on a database of the test's own, asked without a socket. `table` takes the place of the contract's
 * routes, `client` that of the folder with the browser application. The fetcher may reach this machine, for servers that a test starts.
 */
export async function testWeb(
  more: Partial<WebSettings> = {},
  table?: RouteTable,
  client: string = noClient,
): Promise<TestWeb> {
  const db = await testDb();
  const queues = await openQueues({ redisUrl: null, databaseUrl: db.url, name: "web test" });
  const logged: string[] = [];
  // As in a service: for no tenant, so that what forgets to name one finds nothing.
  const opened = openClient(db.url, { poolSize: 8, name: "web test", role: appRole });
  const deps = toDeps({
    client: opened,
    queues,
    settings: { ...testSettings, ...more },
    write: (line) => void logged.push(line),
  });
  const app = await buildApp(deps, table, client);
  const known = new Map<string, Promise<Asker>>();
  const once = (key: string, make: () => Promise<Asker>): Promise<Asker> => {
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;
  };
  return {
    app,
    deps,
    db,
    queues,
    logged,
    as: (role, { tenant = 1 } = {}) =>
      once(`${role} ${tenant}`, async () => {
        if (role === "nobody") return toAsker(app, null, {});
        const { userId, token } = await makeToken(db, role, tenant);
        return toAsker(app, userId, { authorization: `Bearer ${token}` });
      }),
    browser: (role, { tenant = 1 } = {}) =>
      once(`browser ${role} ${tenant}`, async () => {
        const { userId, token } = await makeSession(db, role, tenant);
        return toAsker(app, userId, { cookie: `${secureCookie}=${token}`, "sec-fetch-site": "same-origin" });
      }),
    newTenant: async (slug) => {
      const [row] = await db.owner.sql<{ id: string }[]>`
        insert into tenants (slug, name) values (${slug}, ${slug}) returning id`;
      return Number(row?.id);
    },
    close: async () => {
      await deps.events.close();
      await app.close();
      await deps.fetcher.close();
      await queues.close();
      await opened.close();
      await db.drop();
    },
  };
}

function toDeps(options: {
  client: Client;
  queues: Queues;
  settings: WebSettings;
  write: (line: string) => void;
}): WebDeps {
  const { client, queues, settings, write } = options;
  const { db, sql } = client;
  const log = createLogger({ level: "debug", format: "json", name: "test", destination: { write } });
  return {
    db,
    sql,
    queues,
    models: localModels(),
    analyses: { maxParts: 12, top: 10 },
    fetcher: createFetcher({
      userAgent: "CTI-Scraper/test",
      allow: ["127.0.0.1"],
      connectTimeoutMs: 2_000,
      headersTimeoutMs: 2_000,
      bodyTimeoutMs: 2_000,
      maxWireBytes: 1_000_000,
      maxBodyBytes: 1_000_000,
      maxHeaderBytes: 16_384,
      maxRedirects: 5,
      hostIntervalMs: 0,
      hostConcurrency: 4,
      robots: false,
      robotsTtlMs: 60_000,
      retries: 0,
    }),
    events: openEventFeed({ sql, log }),
    health: {
      report: () => Promise.resolve(report("degraded")),
      ready: () => Promise.resolve(report("ok")),
      live: () => ({ ...report("ok"), components: {} }),
    },
    metrics: createMetrics({ process: "web", queues: [], jobs: [] }),
    log,
    now: () => new Date(),
    shownSettings: () => [
      { key: "web.port", value: 8000, origin: "default", about: "Port of web and API", secret: false },
      { key: "database.password", value: "********", origin: ".env", about: "Its password", secret: true },
    ],
    settings,
  };
}

function report(status: HealthReport["status"]): HealthReport {
  const timestamp = "2026-03-01T00:00:00.000Z";
  const database = { status, message: "The database at db.internal answers.", details: { ms: 1 }, timestamp };
  return { status, timestamp, uptime_seconds: 1, version: "1.2.3", components: { database } };
}

type Made = { userId: number; token: string };

async function makeToken(db: TestDb, role: TestRole, tenant: number): Promise<Made> {
  const userId = await makeUser(db, role, tenant);
  const scopes =
    role === "collector"
      ? ["collector"]
      : scopesOf(roleOf(role), role === "operator").filter((scope) => scope !== "account");
  const expiresAt = new Date(Date.now() + 86_400_000);
  const { token } = await asTenant(db.db, tenant, (tx) =>
    createToken(tx, { userId, name: `token of ${role}`, scopes, expiresAt }, new Date()),
  );
  return { userId, token };
}

async function makeSession(db: TestDb, role: TestRole, tenant: number): Promise<Made> {
  const userId = await makeUser(db, role, tenant);
  const now = new Date();
  const { token } = await openSession(db.db, {
    userId,
    tenantId: tenant,
    method: "password",
    address: "127.0.0.1",
    userAgent: "test",
    now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  });
  return { userId, token };
}

let users = 0;

async function makeUser(db: TestDb, role: TestRole, tenant: number): Promise<number> {
  const { id } = await createUser(db.db, {
    username: `${role}-${++users}`,
    name: null,
    kind: role === "collector" ? "collector" : "person",
    password: null,
    operator: role === "operator",
    tenantId: tenant,
    role: roleOf(role),
    now: new Date(),
  });
  return id;
}

function roleOf(role: TestRole): "viewer" | "analyst" | "admin" {
  return role === "viewer" || role === "admin" ? role : "analyst";
}

function toAsker(app: FastifyInstance, userId: number | null, who: Headers): Asker {
  const ask: Asker["ask"] = async (method, path, { body, headers = {}, from = "192.0.2.7" } = {}) => {
    const answer = await app.inject({
      method: method as "GET",
      url: path,
      remoteAddress: from,
      headers: {
        host: "127.0.0.1:8000",
        ...who,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { payload: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const type = String(answer.headers["content-type"]);
    const isJson = /[/+]json\b/.test(type) && answer.headers["content-encoding"] === undefined;
    const { statusCode: status, payload: text } = answer;
    return {
      status,
      headers: answer.headers,
      text,
      body: isJson && text !== "" ? (JSON.parse(text) as unknown) : text,
    };
  };
  const send =
    (method: string) =>
    (path: string, body?: unknown, headers: Headers = {}): Promise<TestAnswer> =>
      ask(method, path, { ...(body !== undefined && { body }), headers });
  return {
    get: (path, headers = {}) => ask("GET", path, { headers }),
    post: send("POST"),
    put: send("PUT"),
    patch: send("PATCH"),
    delete: send("DELETE"),
    ask,
    headers: who,
    userId,
  };
}
