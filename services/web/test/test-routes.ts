import { type Route, route } from "@cti/contract/route";
import { id, idParams, line, page, pageQuery, time } from "@cti/contract/shapes";
import { DomainError } from "@cti/domain/errors";
import { z } from "zod";

import type { Handlers } from "../src/handler.ts";

const thing = z.object({ id, name: line(50), made_at: time, revision: z.int() });

/** Routes that do nothing but show what the core does with them. */
export const testRoutes = {
  listThings: route("GET /api/v1/things", {
    tag: "things",
    summary: "List things",
    query: z.object({ ...pageQuery(2), q: z.string().max(20).optional() }),
    response: page(thing),
    role: "viewer",
    scope: "read",
    bucket: "search",
  }),
  createThing: route("POST /api/v1/things", {
    tag: "things",
    summary: "Make a thing",
    body: z.object({
      name: line(50),
      inner: z.object({ deep: z.array(z.object({ a: z.int() })) }).optional(),
    }),
    response: thing,
    status: 201,
    role: "analyst",
    scope: "write",
    idempotent: true,
  }),
  getThing: route("GET /api/v1/things/:id", {
    tag: "things",
    summary: "One thing",
    params: idParams,
    response: thing,
    role: "viewer",
    scope: "read",
    collector: true,
  }),
  changeThing: route("PATCH /api/v1/things/:id", {
    tag: "things",
    summary: "Change a thing",
    params: idParams,
    body: z.object({ name: line(50) }),
    response: thing,
    role: "admin",
    scope: "admin",
    ifMatch: true,
  }),
  removeThing: route("DELETE /api/v1/things/:id", {
    tag: "things",
    summary: "Remove a thing",
    params: idParams,
    response: null,
    role: "analyst",
    scope: "operator",
  }),
  streamThings: route("GET /api/v1/things/export", {
    tag: "things",
    summary: "All things",
    query: z.object({ fail: z.enum(["first", "later"]).optional(), endless: z.literal("true").optional() }),
    response: null,
    stream: ["application/x-ndjson"],
    role: "viewer",
    scope: "export",
    bucket: "export",
  }),
  breakThing: route("GET /api/v1/broken/:how", {
    tag: "things",
    summary: "Fails",
    params: z.object({ how: z.string().max(50) }),
    response: thing,
    role: "viewer",
    scope: "read",
  }),
  enter: route("POST /api/v1/entry", {
    tag: "things",
    summary: "For anyone",
    body: z.object({ name: line(50) }),
    response: z.object({ name: z.string(), actor: z.string(), address: z.string(), is_secure: z.boolean() }),
    role: "anyone",
    scope: null,
    bucket: "login",
  }),
  getHealth: route("GET /api/v1/health", {
    tag: "things",
    summary: "Has another address too",
    response: z.object({ mine: z.boolean() }),
    role: "viewer",
    scope: "read",
  }),
  leave: route("GET /api/v1/leave", {
    tag: "things",
    summary: "Leads elsewhere",
    response: null,
    status: 302,
    role: "anyone",
    scope: null,
  }),
} as const satisfies Record<string, Route>;

const made = new Date("2026-03-01T10:00:00Z");
const thingOf = (number: number, name = `thing ${number}`): z.input<typeof thing> => ({
  id: number,
  name,
  made_at: made,
  revision: 3,
});

/** What the stream and the handlers saw, for tests to look at. */
export const seen = { ended: 0, calls: 0 };

const failures: Record<string, () => Error> = {
  not_found: () => new DomainError("not_found", "There is no such thing"),
  changed: () => new DomainError("changed", "It was changed"),
  throttled: () => new DomainError("throttled", "Later"),
  lost: () => Object.assign(new Error("secret host db.internal"), { code: "ECONNREFUSED" }),
  deadlock: () => Object.assign(new Error("deadlock"), { code: "40P01" }),
  data: () => Object.assign(new Error("invalid byte sequence"), { code: "22021" }),
  bug: () => new TypeError("password hunter2 of db.internal at /srv/app/src/x.ts"),
};

export const testHandlers: Handlers<typeof testRoutes> = {
  listThings: async ({ query }) => ({
    items: Array.from({ length: query.limit }, (_, at) => thingOf(at + 1, query.q ?? "x".repeat(40))),
    next_cursor: null,
    secret: "dropped",
  }),
  createThing: async ({ body, header, inTenant, audit }) => {
    seen.calls += 1;
    await inTenant((tx) => audit(tx, "thing.create", body.name, { after: body }));
    header("location", "/api/v1/things/7");
    return thingOf(7, body.name);
  },
  getThing: async ({ params }) => thingOf(params.id),
  changeThing: async ({ params, body, ifMatch }) => {
    if (ifMatch !== null && ifMatch !== 3) throw new DomainError("changed", "It was changed");
    return { ...thingOf(params.id, body.name), revision: 4 };
  },
  removeThing: async () => undefined,
  streamThings: async ({ query, signal }) => ({
    type: "application/x-ndjson",
    filename: 'things "x".ndjson',
    body: rows(query, signal),
  }),
  breakThing: async ({ params, header }) => {
    header("location", "/elsewhere");
    if (params.how === "shape") return { ...thingOf(1), id: -5 };
    throw failures[params.how]?.() ?? new Error(params.how);
  },
  enter: async ({ body, actor, address, isSecure, header }) => {
    header("set-cookie", "a=1; HttpOnly");
    header("set-cookie", "b=2; HttpOnly");
    return { name: body.name, actor, address, is_secure: isSecure };
  },
  getHealth: async () => ({ mine: true }),
  leave: async ({ header }) => {
    header("location", "/");
    return undefined;
  },
};

async function* rows(
  { fail, endless }: { fail?: string | undefined; endless?: string | undefined },
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    if (fail === "first") throw new DomainError("conflict", "Not now");
    yield '{"id":1}\n';
    if (fail === "later") {
      for (let at = 0; at < 1_000; at++) yield `${"x".repeat(1_000)}\n`;
      throw new Error("the cursor broke");
    }
    if (endless === "true")
      while (!signal.aborted) yield `${JSON.stringify({ id: 2, name: "x".repeat(1_000) })}\n`;
    yield '{"id":3}\n';
  } finally {
    seen.ended += 1;
  }
}
