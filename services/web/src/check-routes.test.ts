import { type Route, route } from "@cti/contract/route";
import { idParams } from "@cti/contract/shapes";
import { expect, test } from "vitest";
import { z } from "zod";

import { checkRoutes } from "./check-routes.ts";
import { WebError } from "./web-error.ts";

const spec = { tag: "x", summary: "x", response: z.object({}), role: "viewer", scope: "read" } as const;
const handler = (): void => undefined;
const good = route("GET /a", spec);

test("8.2.1 routes that say who may use them are served", () => {
  expect(() => {
    checkRoutes(
      { good, open: route("GET /b", { ...spec, role: "anyone", scope: null }) },
      { good: handler, open: handler },
    );
  }).not.toThrow();
});

const { role: _role, ...withoutRole } = good;
const { scope: _scope, ...withoutScope } = good;

test.each<[string, Record<string, unknown>, RegExp]>([
  ["names no role", { bad: withoutRole }, /bad does not say which role/],
  ["names no scope", { bad: withoutScope }, /bad does not say which scope/],
  ["has the scope null", { bad: { ...good, scope: null } }, /bad does not say which scope/],
  ["is for anyone with a scope", { bad: { ...good, role: "anyone" } }, /bad is for anyone/],
  ["has no handler", { bad: good, other: good }, /share the address|no handler/],
  ["shares an address", { good, bad: route("GET /a", spec) }, /good and bad share/],
  [
    "shares an address under another name of its parameter",
    {
      good: route("GET /a/:id", { ...spec, params: idParams }),
      bad: route("GET /a/:x", { ...spec, params: z.object({ x: z.string() }) }),
    },
    /good and bad share/,
  ],
  ["does not describe its parameter", { bad: route("GET /a/:id", spec) }, /bad has the parameters id/],
])("8.2.1 a route that %s keeps the service from starting", (_, routes, message) => {
  const handlers = Object.fromEntries(Object.keys(routes).map((name) => [name, handler]));
  const check = (): void => {
    checkRoutes(routes as Record<string, Route>, handlers);
  };
  expect(check).toThrow(WebError);
  expect(check).toThrow(message);
});

test("8.2.1 a route without handler and a handler without route keep the service from starting", () => {
  expect(() => {
    checkRoutes({ good }, {});
  }).toThrow("Route good has no handler");
  expect(() => {
    checkRoutes({ good }, { good: handler, stray: handler });
  }).toThrow("Handler stray has no route");
});
