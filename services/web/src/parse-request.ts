import type { Route } from "@cti/contract/route";
import type { z } from "zod";

import { HttpProblem } from "./handler.ts";
import { refuseHostile } from "./parse-json.ts";
import { toPointer } from "./pointer.ts";

type Wrong = { pointer: string; detail: string };

/** What of a request its route has schemas for. */
export type Parts = { params: unknown; query: unknown; body: unknown };

const mostErrors = 20;

/**
 * Checks what was sent against the schemas of the route. Members and parameters that a schema does not have are
 * refused. Throws HttpProblem validation_failed with a pointer for each.
 */
export function parseRequest(route: Route, sent: Parts): Parts {
  const params = parse(route.params, sent.params);
  const query = parse(route.query, sent.query);
  const body = parse(route.body, sent.body);
  const wrong = [...params.wrong, ...query.wrong, ...body.wrong];
  if (wrong.length > 0)
    throw new HttpProblem(
      "validation_failed",
      "The request does not match the schema.",
      wrong.slice(0, mostErrors),
    );
  return { params: params.value, query: query.value, body: body.value };
}

function parse(schema: z.ZodType | undefined, sent: unknown): { value: unknown; wrong: Wrong[] } {
  if (schema === undefined) return { value: undefined, wrong: namesIn(sent) };
  refuseHostile(sent, []);
  const parsed = schema.safeParse(sent);
  if (!parsed.success) return { value: undefined, wrong: parsed.error.issues.flatMap(toWrong) };
  return { value: parsed.data, wrong: unknownIn(sent, parsed.data, []) };
}

/** Whatever is there is too much where there is no schema. */
function namesIn(sent: unknown): Wrong[] {
  if (sent === undefined || sent === null) return [];
  if (typeof sent !== "object") return [{ pointer: "#", detail: "Nothing is taken here" }];
  return Object.keys(sent).map((name) => ({ pointer: toPointer([name]), detail: "There is no such member" }));
}

/** Members that the schema dropped: what it takes it also gives back. */
function unknownIn(sent: unknown, kept: unknown, at: readonly (string | number)[]): Wrong[] {
  if (Array.isArray(sent) && Array.isArray(kept) && sent.length === kept.length)
    return sent.flatMap((entry, index) => unknownIn(entry, kept[index], [...at, index]));
  if (!isPlain(sent) || !isPlain(kept)) return [];
  return Object.entries(sent).flatMap(([name, entry]) =>
    Object.hasOwn(kept, name)
      ? unknownIn(entry, kept[name], [...at, name])
      : [{ pointer: toPointer([...at, name]), detail: "There is no such member" }],
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function toWrong(issue: z.core.$ZodIssue): Wrong[] {
  // A strict schema names all members that are too many in one issue.
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((name) => ({
      pointer: toPointer([...issue.path, name]),
      detail: "There is no such member",
    }));
  return [{ pointer: toPointer(issue.path), detail: issue.message.slice(0, 300).toWellFormed() }];
}
