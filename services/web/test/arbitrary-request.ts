import type { Route } from "@cti/contract/route";
import * as fc from "fast-check";
import { z } from "zod";

/** A request as it goes over the wire. */
export type WildRequest = {
  name: string;
  method: string;
  /** With its query. */
  path: string;
  body: unknown;
  headers: Record<string, string>;
};

type Schema = {
  type?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  override?: { description?: string; type?: string; minimum?: number; maximum?: number };
} & { [K in "anyOf" | "oneOf" | "allOf"]?: Schema[] };

/** What a member of this name usually holds: so that requests get past the first check often enough. */
const usual: Record<string, readonly unknown[]> = {
  q: [
    "apt29",
    '"remote code"',
    "apt29 OR lazarus",
    "title:exploit -sample",
    "source:alpha since:7d",
    "score>=80 is:new",
    "(a OR (b AND NOT c))",
    "cve:CVE-2024-3400",
    "a* b?",
    "type:domain evil.test",
    ")(",
    'title:"',
    "-",
    "a:b:c",
  ],
  url: ["http://127.0.0.1:1/feed", "http://127.0.0.1:1/feed.xml", "http://[::1]:1/"],
  site_url: ["http://127.0.0.1:1/"],
  cursor: ["CURSOR"],
  slug: ["team-a", "team-b", "other", "default"],
  confirm: ["team-a", "team-b"],
  word: ["harbor"],
  username: ["ada", "grace", "wild-one"],
  action: ["token", "note.create", "session"],
  format: ["json", "csv", "ndjson"],
  password: ["wild horse staple battery", "another horse staple battery", "password1234", "short"],
  current_password: ["wild horse staple battery", "another horse staple battery"],
  tenant: ["default", "other"],
  day: ["2026-03-01", "2026-03-02"],
  tag: ["urgent", "apt", "a/b"],
  subject: ["article", "story"],
  type: ["domain", "ipv4", "cve", "actor"],
  topics: ["runs,jobs", "run:311"],
};

/** Names in a path, by what is before them. */
const usualNames: [RegExp, string[]][] = [
  [/\/schedules\/:name/, ["rss_fetcher", "cleanup"]],
  [/\/queues\/:name/, ["collect", "process", "upkeep", "analyse"]],
  [/\/jobs\/:id/, ["collect:collect-source:1", "collect:collect-source:2", "upkeep:cleanup"]],
];

const hostileTexts = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "a\udfff",
  "\u202egnp.exe",
  "\u200b",
  "'; drop table users; --",
  '" or 1=1 --',
  "%00",
  "%",
  "%' escape '",
  "\\",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "NaN",
  "Infinity",
  "-0",
  "0x10",
  "1e400",
  "9223372036854775808",
  "-9223372036854775809",
  "999999999999999",
  "00001",
  "1,2,3",
  "${jndi:ldap://x}",
  "<script>alert(1)</script>",
  "\r\nset-cookie: a=b",
  "\u001b[31m",
  "👩‍👩‍👧‍👦",
  "İi̇ıſ",
  "a".repeat(100_000),
  "(".repeat(5_000),
  "🜂".repeat(200),
] as const;

const hostileValues: unknown[] = [
  ...hostileTexts,
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53 - 1,
  -(2 ** 53),
  1e308,
  [],
  {},
  [[[[[[[[1]]]]]]]],
  { toString: 1 },
  { length: 1 },
  Array.from({ length: 2_000 }, (_, n) => n),
];

/** Bytes that no text in UTF-8 has, and what a router may take for something else. */
const rawTexts = [
  "%00",
  "%ED%A0%80",
  "%FF",
  "%2e%2e",
  "%2F",
  "%",
  "%zz",
  "a%0d%0ab",
  "%F0%9F%92%A9",
  ":id",
  "*",
];

/** Requests for this route: most with the form that its schemas ask for, some with one thing wrong in any place. */
export function arbitraryRequest(name: string, route: Route): fc.Arbitrary<WildRequest> {
  return fc
    .record({
      params: paramsOf(route),
      query: partOf(route.query),
      body: route.body ? arbitraryBody(route.body) : fc.constant(undefined),
      wild: fc.oneof(
        { weight: 5, arbitrary: fc.constant("nothing" as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom("params", "query", "body", "raw", "extra", "fields", "header"),
        },
      ),
      pick: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      hostile: fc.constantFrom(...hostileValues),
      raw: fc.constantFrom(...rawTexts),
      fields: fieldsOf(route),
      revision: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('"r1"', "*", '"r2-abc"') },
        { weight: 1, arbitrary: fc.constantFrom("x", '"r99999999999"', "") },
      ),
    })
    .map(({ params, query, body, wild, pick, hostile, raw, fields, revision }) => {
      const parts = {
        params: { ...params },
        query: { ...query, fields: undefined } as Record<string, unknown>,
        body,
      };
      if (wild === "params" || wild === "query") spoilOne(parts[wild], pick, textOfHostile(hostile));
      if (wild === "body") parts.body = spoil(parts.body, pick, hostile);
      if (wild === "extra") parts.query["tenant_id"] = "2";
      if (wild === "fields" && fields !== null) parts.query["fields"] = fields;
      const path = route.path.replaceAll(/:(\w+)/g, (_, key: string) =>
        wild === "raw" ? raw : encode(String(parts.params[key])),
      );
      const search = Object.entries(parts.query)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => `${key}=${wild === "raw" && pick > 0.5 ? raw : encode(String(value))}`);
      return {
        name,
        method: route.method,
        path: search.length > 0 ? `${path}?${search.join("&")}` : path,
        body: parts.body,
        headers: headersOf(route, { revision, wild, pick, hostile: textOfHostile(hostile) }),
      };
    });
}

/** Bodies of the form that a schema asks for. */
export function arbitraryBody(schema: z.ZodType): fc.Arbitrary<unknown> {
  return valueOf(inputOf(schema), "body");
}

function headersOf(
  { ifMatch, idempotent, bodyType }: Route,
  { revision, wild, pick, hostile }: { revision: string; wild: string; pick: number; hostile: string },
): Record<string, string> {
  const asHeader = hostile.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 4_000);
  return {
    ...(ifMatch && revision !== "" && { "if-match": revision }),
    ...(idempotent &&
      pick > 0.7 && { "idempotency-key": wild === "header" ? asHeader : `k${Math.floor(pick * 40)}` }),
    ...(wild === "header" && {
      "if-none-match": asHeader,
      "last-event-id": asHeader,
      "x-request-id": asHeader,
    }),
    ...(bodyType !== undefined && { "content-type": bodyType }),
  };
}

/** Members of the answer, sometimes one that it does not have. */
function fieldsOf({ response }: Route): fc.Arbitrary<string | null> {
  if (!(response instanceof z.ZodObject)) return fc.constant(null);
  const items: unknown = response.shape["items"];
  const shown =
    items instanceof z.ZodArray && items.element instanceof z.ZodObject ? items.element : response;
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(shown.shape), "nothing_of_it"), {
      minLength: 1,
      maxLength: 4,
    })
    .map((names) => names.join(","));
}

function paramsOf({ path, params }: Route): fc.Arbitrary<Record<string, unknown>> {
  const names = usualNames.find(([pattern]) => pattern.test(path))?.[1];
  const known = names && fc.constantFrom(...names).map((name) => ({ name, id: name }));
  return known ? fc.oneof({ weight: 5, arbitrary: known }, partOf(params)) : partOf(params);
}

function partOf(schema: z.ZodObject | undefined): fc.Arbitrary<Record<string, unknown>> {
  if (!schema) return fc.constant({});
  return valueOf(inputOf(schema), "") as fc.Arbitrary<Record<string, unknown>>;
}

function inputOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as Schema;
}

function valueOf(schema: Schema, name: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts) return fc.oneof(...parts.map((part) => valueOf(part, name)));
  if (schema.type === "object") return objectOf(schema);
  if (schema.type === "array")
    return fc.array(schema.items ? valueOf(schema.items, name) : fc.anything(), {
      minLength: schema.minItems ?? 0,
      maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
    });
  if (schema.type === "boolean") return fc.boolean();
  if (schema.type === "null") return fc.constant(null);
  if (schema.type === "integer" || schema.type === "number") return numberOf(schema);
  if (schema.type === "string" || schema.allOf) return textOf(schema, name);
  return fc.jsonValue({ maxDepth: 2 });
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
  const shape = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, valueOf(member, name)]),
  );
  const own = fc.record(shape, { requiredKeys: required.filter((name) => name in shape) });
  if (typeof additionalProperties !== "object" || Object.keys(properties).length > 0) return own;
  return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), valueOf(additionalProperties, ""), { maxKeys: 3 });
}

function numberOf({
  type,
  minimum = -1_000,
  maximum = 1_000,
}: Pick<Schema, "type" | "minimum" | "maximum">): fc.Arbitrary<number> {
  const most = Math.min(maximum, minimum + 5);
  const edges = fc.constantFrom(minimum, maximum);
  if (type === "number") return fc.oneof(fc.double({ min: minimum, max: most, noNaN: true }), edges);
  return fc.oneof({ weight: 4, arbitrary: fc.integer({ min: minimum, max: most }) }, edges);
}

function textOf(schema: Schema, name: string): fc.Arbitrary<string> {
  const { override, format, minLength = 0, maxLength = 60, allOf = [] } = schema;
  const words = /, of: (.*)$/.exec(override?.description ?? "")?.[1]?.split(", ");
  if (words) return fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map(String);
  // A number as text.
  if (override?.maximum !== undefined && name !== "id") return numberOf(override).map(toPlain);
  if (format === "date-time" || format === "date")
    return fc
      .date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, format === "date" ? 10 : undefined));
  if (format === "uri") return fc.constantFrom("http://127.0.0.1:1/feed", "https://127.0.0.1:1/a?b=c#d");
  const known = usual[name];
  if (known) return fc.constantFrom(...(known as string[]));
  const pattern = schema.pattern ?? allOf.find((part) => part.pattern !== undefined)?.pattern;
  const free = fc.string({
    unit: "grapheme",
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, 60)),
  });
  if (pattern === undefined) return free;
  // A whole number in a path or query: one that may well be there.
  if (pattern.includes("\\d") && new RegExp(pattern).test("7"))
    return fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 3 }).map(String) },
      { weight: 3, arbitrary: fc.integer({ min: 4, max: 15 }).map(String) },
      { weight: 1, arbitrary: fc.constantFrom("0", "999999999", "200", "201") },
    );
  const alike = matching(pattern);
  return alike ? alike.filter((text) => text.length >= minLength && text.length <= maxLength) : free;
}

/** Without exponent. */
function toPlain(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

function matching(pattern: string): fc.Arbitrary<string> | null {
  try {
    // What only forbids control characters takes every other text.
    if (pattern.startsWith("^[^")) return fc.string({ unit: "grapheme-ascii", minLength: 3, maxLength: 30 });
    return fc.stringMatching(new RegExp(pattern), { size: "small" });
  } catch {
    return null;
  }
}

function spoilOne(part: Record<string, unknown>, pick: number, hostile: string): void {
  const names = Object.keys(part);
  const name = names[Math.floor(pick * names.length)];
  if (name !== undefined) part[name] = hostile;
}

/** The same with one place of it replaced, however deep; or with a member too many. */
function spoil(value: unknown, pick: number, hostile: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && pick > 0.2) {
    const at = Math.floor(pick * value.length);
    return value.map((entry, index) =>
      index === at ? spoil(entry, (pick * 7) % 1, hostile) : (entry as unknown),
    );
  }
  if (typeof value !== "object" || value === null || pick < 0.05) return hostile;
  const names = Object.keys(value);
  const at = Math.floor(pick * (names.length + 1));
  const name = names[at];
  if (name === undefined) return { ...value, tenant_id: 2, [textOfHostile(hostile).slice(0, 50)]: hostile };
  const members = value as Record<string, unknown>;
  return { ...members, [name]: spoil(members[name], (pick * 7) % 1, hostile) };
}

function encode(text: string): string {
  // Half of a pair is nothing that an address can hold; as bytes it can be tried.
  return text.isWellFormed() ? encodeURIComponent(text) : "%ED%A0%80";
}

function textOfHostile(hostile: unknown): string {
  return typeof hostile === "string" ? hostile : JSON.stringify(hostile);
}
