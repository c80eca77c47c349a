import { expect, test } from "vitest";
import { z } from "zod";

import { scopesOf } from "./access.ts";
import { paths } from "./paths.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

const all = Object.entries<Route>(routes);

type Schema = {
  type?: string;
  maxLength?: number;
  maxItems?: number;
  maximum?: number;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
} & { [K in "anyOf" | "oneOf" | "allOf"]?: Schema[] };

const schemaOf = (schema: z.ZodType): Schema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as Schema;

/** Where a request could be longer than anything bounds it. */
function unbounded(schema: Schema, at: string): string[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const inParts = parts.flatMap((part, index) => unbounded(part, `${at}|${index}`));
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    unbounded(member, `${at}/${name}`),
  );
  const extra =
    typeof schema.additionalProperties === "object"
      ? [
          ...unbounded(schema.additionalProperties, `${at}/*`),
          ...unbounded(schema.propertyNames ?? {}, `${at}/key`),
        ]
      : [];
  const items = schema.items ? unbounded(schema.items, `${at}[]`) : [];
  const here = isBounded(schema) ? [] : [at];
  return [...here, ...inParts, ...members, ...extra, ...items];
}

function isBounded({
  type,
  maxLength,
  maxItems,
  enum: words,
  const: value,
  format,
  pattern,
  allOf,
}: Schema): boolean {
  if (type === "array") return maxItems !== undefined;
  if (type !== "string" || maxLength !== undefined || words !== undefined || value !== undefined) return true;
  if (format === "date" || format === "date-time" || format === "uuid") return true;
  const patterns = [pattern, ...(allOf ?? []).map((part) => part.pattern)].filter(
    (each) => each !== undefined,
  );
  return patterns.some((each) => !/[*+]|\{\d+,\}/.test(each.replaceAll(/\\.|\[[^\]]*\]/g, "x")));
}

test("every path has its route, at its address", () => {
  expect(Object.keys(routes).sort()).toEqual(Object.keys(paths).sort());
  for (const [name, { method, path }] of all)
    expect(`${method} ${path}`, name).toBe(paths[name as keyof typeof paths]);
});

test("what a request brings is bounded in length", () => {
  const found = all.flatMap(([name, { params, query, body }]) =>
    Object.entries({ params, query, body }).flatMap(([part, schema]) =>
      schema ? unbounded(schemaOf(schema), `${name} ${part}`) : [],
    ),
  );
  expect(found).toEqual([]);
});

test("each role has the scopes of the routes that ask for no more than it", () => {
  for (const [name, { role, scope }] of all) {
    const possible: (string | null)[] = role === "anyone" ? [null] : [...scopesOf(role, true), "collector"];
    expect(possible, name).toContain(scope);
  }
});

test("reading has no effect: what changes something is no GET", () => {
  for (const [name, { method, scope, ifMatch, idempotent, body, status }] of all.filter(
    ([, route]) => route.method === "GET",
  )) {
    expect({ method, ifMatch, idempotent, body }, name).toEqual({ method: "GET" });
    expect(scope === null || scope !== "write", name).toBe(true);
    expect([undefined, 200, 302], name).toContain(status);
  }
});

test("what makes or starts something can be repeated safely", () => {
  const missing = all.filter(
    ([, { method, status, role, idempotent }]) =>
      method === "POST" && (status === 201 || status === 202) && role !== "anyone" && !idempotent,
  );
  expect(missing.map(([name]) => name)).toEqual([]);
});

test("an answer that shows something once is not kept for a repetition", () => {
  const shown = /"(token|password|secret|recovery_codes)":/;
  const kept = all.filter(([, { response, idempotent, secret }]) => {
    if (!response || !idempotent || secret) return false;
    return shown.test(JSON.stringify(z.toJSONSchema(response, { unrepresentable: "any", io: "output" })));
  });
  expect(kept.map(([name]) => name)).toEqual([]);
});

test("what has a revision is changed only by who has read it", () => {
  const careless = all.filter(([, { method, response, ifMatch }]) => {
    const isChange = method === "PATCH" || method === "PUT";
    return isChange && response instanceof z.ZodObject && "revision" in response.shape && !ifMatch;
  });
  expect(careless.map(([name]) => name)).toEqual([]);
});

test("lists are pages by cursor, never by offset", () => {
  for (const [name, { response, query }] of all) {
    if (!(response instanceof z.ZodObject) || !("next_cursor" in response.shape)) continue;
    expect(Object.keys(query?.shape ?? {}), name).toEqual(
      expect.arrayContaining(["limit", "cursor", "fields"]),
    );
    expect(Object.keys(query?.shape ?? {}), name).not.toContain("offset");
  }
});
