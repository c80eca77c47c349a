import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { problemSchema, type ProblemCode } from "@cti/contract/problem";
import { problemsOf, type Route } from "@cti/contract/route";
import { routes } from "@cti/contract/routes";
import { sealPassword } from "@cti/domain/accounts/passwords";
import { openSession } from "@cti/domain/accounts/sessions";
import { createUser } from "@cti/domain/accounts/users";
import { localModels } from "@cti/testing/local-models";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { secureCookie } from "../src/credential.ts";
import { arbitraryRequest, type WildRequest } from "./arbitrary-request.ts";
import { fillShared, fillTenant } from "./fill-web.ts";
import { type TestAnswer, testWeb, type TestWeb } from "./test-web.ts";

const requests = Number(process.env["CTI_FUZZ_REQUESTS"] ?? 2_000);
const seed = Number(process.env["CTI_FUZZ_SEED"] ?? Date.now() % 2 ** 31);

/** Of every route, whatever its schemas are. */
const anywhere: ProblemCode[] = [
  "validation_failed",
  "not_found",
  "method_not_allowed",
  "payload_too_large",
  "uri_too_long",
  "headers_too_large",
  "rate_limited",
];

/** A stream of events has no end; its own tests read it. */
const leftOut = new Set(["streamEvents"]);
/** Passwords are slow to hash, and who gets them wrong is made to wait. */
const slow = new Set([
  "login",
  "createUser",
  "changeUser",
  "changePassword",
  "createFirstAdmin",
  "beginTotp",
  "confirmTotp",
  "removeTotp",
]);
const weightOf = (name: string): number => (slow.has(name) ? 1 : 12);

let web: TestWeb;
let sealed: string;
beforeAll(async () => {
  web = await testWeb();
  // One that is set and never answers: what asks for it is tried further than without.
  web.deps.models = localModels({ url: "http://127.0.0.1:1" });
  sealed = await sealPassword("wild horse staple battery");
  await fillShared(web);
  const other = await web.newTenant("other");
  for (const tenant of [1, other])
    await fillTenant(web, tenant, {
      admin: await web.as("admin", { tenant }),
      browser: await web.browser("admin", { tenant }),
    });
});
afterAll(async () => {
  await web.close();
});

/** An admin of the first tenant who may also operate, signed in anew whenever a request ended that. */
async function signIn(): Promise<Record<string, string>> {
  const now = new Date();
  // A request may have closed it.
  await web.db.owner.sql`update tenants set disabled_at = null where id = 1`;
  const { id: userId } = await createUser(web.db.db, {
    username: `wild-${now.getTime()}-${Math.random().toString(36).slice(2)}`,
    name: null,
    kind: "person",
    password: null,
    operator: true,
    tenantId: 1,
    role: "admin",
    now,
  });
  await web.db.owner
    .sql`update users set password_hash = ${sealed}, password_changed_at = now() where id = ${userId}`;
  const { token } = await openSession(web.db.db, {
    userId,
    tenantId: 1,
    method: "password",
    address: null,
    userAgent: null,
    now,
    expiresAt: new Date(now.getTime() + 3_600_000),
  });
  return { cookie: `${secureCookie}=${token}`, "sec-fetch-site": "same-origin" };
}

/** A few at a time: all of them together are larger than anything that is measured here. */
function* sampled<T>(arbitrary: fc.Arbitrary<T>): Generator<T> {
  const part = 250;
  for (let at = 0; at < requests; at += part)
    yield* fc.sample(arbitrary, { numRuns: Math.min(part, requests - at), seed: seed + at });
}

function heapUsed(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}

/** What is wrong with an answer; null when nothing is. */
function wrongWith(
  route: Route,
  request: WildRequest,
  { status, headers, body, text }: TestAnswer,
): string | null {
  if (status >= 500) return `${status} ${reasonOf(headers["x-request-id"])}`;
  if (status >= 400) {
    if (!String(headers["content-type"]).startsWith("application/problem+json"))
      return `${status} is no problem+json`;
    const problem = problemSchema.safeParse(body);
    if (!problem.success) return `problem: ${problem.error.message}`;
    const { code } = problem.data;
    const isKnown = problemsOf(route).includes(code) || anywhere.includes(code);
    return isKnown ? null : `${code} is not documented`;
  }
  if (status === 304 || status === 302) return null;
  if (status !== (route.status ?? (route.response || route.stream ? 200 : 204)))
    return `${status} is not documented`;
  if (!route.response) return route.stream || text === "" ? null : "a body where there is none";
  const parsed = shownBy(route.response, request).safeParse(body);
  if (!parsed.success) return `answer: ${parsed.error.message.slice(0, 500)}`;
  return null;
}

/** What the log has to say about a request. */
function reasonOf(requestId: unknown): string {
  const line = web.logged.findLast((each) => each.includes(String(requestId)) && each.includes('"err"'));
  const { err } = JSON.parse(line ?? "{}") as { err?: { message?: string; stack?: string } };
  return `${err?.message ?? "no reason in the log"} ${err?.stack?.split("\n").slice(1, 4).join(" ") ?? ""}`;
}

/** The response's schema as far as `fields` asks for it. */
function shownBy(schema: z.ZodType, { path }: WildRequest): z.ZodType {
  if (!/[?&]fields=/.test(path) || !(schema instanceof z.ZodObject)) return schema;
  const items: unknown = schema.shape["items"];
  if (items instanceof z.ZodArray && items.element instanceof z.ZodObject)
    return schema.extend({ items: z.array(items.element.partial()) });
  return schema.partial();
}

test(`V2.2.1 ${requests} requests, made from the schemas and spoiled, are all answered as the contract says`, async () => {
  const names = Object.keys(routes).filter((name) => !leftOut.has(name));
  const table: Record<string, Route> = routes;
  const wild = fc.oneof(
    ...names.map((name) => ({
      weight: weightOf(name),
      arbitrary: arbitraryRequest(name, table[name] as Route),
    })),
  );
  const cursors = new Map<string, string>();
  /** Routes that did what they were asked for at least once. */
  const served = new Set<string>();
  const statuses = new Map<string, number>();
  const wrong = new Map<string, string>();
  let count = 0;
  let who = await signIn();
  const before = heapUsed();
  for (const request of sampled(wild)) {
    const route = table[request.name] as Route;
    const path = request.path.replace("cursor=CURSOR", () =>
      cursors.has(request.name) ? `cursor=${cursors.get(request.name)}` : "",
    );
    const { body } = request;
    const answer = await web.app
      .inject({
        method: request.method as "GET",
        url: path,
        // Who fails to sign in is made to wait, by address too.
        remoteAddress: `192.0.2.${count++ % 250}`,
        headers: {
          host: "127.0.0.1:8000",
          ...who,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...request.headers,
        },
        ...(body !== undefined && {
          payload: typeof body === "string" && route.bodyType ? body : JSON.stringify(body),
        }),
      })
      .then(({ statusCode, headers, payload }) => {
        const isJson = /^application\/(problem\+)?json/.test(String(headers["content-type"]));
        return {
          status: statusCode,
          headers,
          text: payload,
          body: isJson && payload !== "" && !route.stream ? (JSON.parse(payload) as unknown) : payload,
        };
      });
    const parsed: TestAnswer =
      route.stream && answer.status >= 400 ? { ...answer, body: JSON.parse(answer.text) as unknown } : answer;
    // What the service keeps is measured, not what the test does.
    web.logged.splice(0, web.logged.length - 50);
    const problem = wrongWith(route, request, parsed);
    const key = `${request.name} ${problem?.replaceAll(/[0-9a-f-]{36}|\d+/g, "#").slice(0, 200)}`;
    if (problem !== null && !wrong.has(key))
      wrong.set(
        key,
        `${problem}\n  ${request.method} ${path.slice(0, 300)} ${JSON.stringify(body)?.slice(0, 500) ?? ""}`,
      );
    const next: unknown = parsed.body?.next_cursor;
    if (typeof next === "string") cursors.set(request.name, next);
    const status = `${Math.floor(parsed.status / 100)}xx`;
    if (parsed.status < 300) served.add(request.name);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (parsed.status === 401 || parsed.body?.code === "password_change_required") who = await signIn();
  }
  const after = heapUsed();
  const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;
  process.stdout.write(
    `seed ${seed}: ${JSON.stringify(Object.fromEntries(statuses))}, ${served.size} of ${names.length} routes served, heap ${mb(before)} before, ${mb(after)} after\n`,
  );
  expect([...wrong.entries()].map(([key, text]) => `${key}\n${text}`).join("\n\n")).toBe("");
}, 3_600_000);
