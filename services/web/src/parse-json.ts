import { HttpProblem } from "./handler.ts";
import { toPointer } from "./pointer.ts";

const deepest = 32;

/** Text of a body as a value that may be looked at; an empty body is undefined. Throws HttpProblem. */
export function parseJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new HttpProblem("validation_failed", "The body is no JSON.");
  }
  refuseHostile(value, []);
  return value;
}

/** Refuses what no field of ours holds: endless nesting, names that reach into objects, text that cannot be stored. */
export function refuseHostile(value: unknown, at: readonly (string | number)[]): void {
  if (typeof value === "string") {
    if (value.includes("\0") || !value.isWellFormed()) refuse(at, "Remove NUL and halves of characters");
    return;
  }
  if (typeof value !== "object" || value === null) return;
  if (at.length >= deepest) refuse([], `It is nested deeper than ${deepest} levels`);
  for (const [name, entry] of Object.entries(value)) {
    const inside = [...at, name];
    if (isForbidden(name, entry)) refuse(inside, "This name is not taken");
    refuseHostile(name, inside);
    refuseHostile(entry, inside);
  }
}

function isForbidden(name: string, entry: unknown): boolean {
  if (name === "__proto__") return true;
  return name === "constructor" && typeof entry === "object" && entry !== null && "prototype" in entry;
}

function refuse(at: readonly (string | number)[], detail: string): never {
  throw new HttpProblem("validation_failed", "The request does not match the schema.", [
    { pointer: toPointer(at), detail },
  ]);
}
