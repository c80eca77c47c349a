import type { Route } from "@cti/contract/route";
import { z } from "zod";

import { HttpProblem } from "./handler.ts";

const words = /^[a-z_]+(,[a-z_]+)*$/;

/** The members that `fields` names, null for all. Throws HttpProblem for one that the answer does not have. */
export function readFields(route: Route, text: unknown): readonly string[] | null {
  if (text === undefined) return null;
  if (typeof text !== "string" || text.length > 500 || !words.test(text))
    throw wrongFields("Write members separated by commas");
  const fields = text.split(",");
  const known = membersOf(route.response);
  const unknown = known && fields.find((field) => !known.includes(field));
  if (unknown) throw wrongFields(`There is no member ${unknown}`);
  return fields;
}

/** Of a page the members of its items, of everything else its own. */
export function pickFields(value: unknown, fields: readonly string[] | null): unknown {
  if (fields === null || typeof value !== "object" || value === null) return value;
  if (!("items" in value) || !Array.isArray(value.items)) return pick(value, fields);
  return { ...value, items: value.items.map((item: unknown) => pick(item, fields)) };
}

function pick(value: unknown, fields: readonly string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => fields.includes(name)));
}

/** null when the schema is no plain object: then only what is there can be picked. */
function membersOf(schema: z.ZodType | null): string[] | null {
  if (!(schema instanceof z.ZodObject)) return null;
  const items: unknown = schema.shape["items"];
  if (!(items instanceof z.ZodArray)) return Object.keys(schema.shape);
  return items.element instanceof z.ZodObject ? Object.keys(items.element.shape) : null;
}

function wrongFields(detail: string): HttpProblem {
  return new HttpProblem("validation_failed", "The request does not match the schema.", [
    { pointer: "#/fields", detail },
  ]);
}
