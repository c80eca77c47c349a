import { BenignError } from "./benign-error.ts";

/** How the values of a list are compared, as MISP warninglists define it. */
const warninglistTypes = ["cidr", "hostname", "string", "substring", "regex"] as const;
export type WarninglistType = (typeof warninglistTypes)[number];

/** A MISP warninglist: values known to be no sign of an attack, for attributes of some MISP types. */
export type Warninglist = {
  name: string;
  version: number;
  description: string;
  type: WarninglistType;
  /** MISP attribute types such as `ip-dst`, `domain|ip`; empty means all. */
  attributes: string[];
  values: string[];
};

/**
 * Reads a parsed `list.json` of MISP warninglists (schema.json there). Blank values and those longer than
 * 4,096 characters are left out. Throws BenignError (`bad_warninglist`) for anything that is no such list.
 */
export function readWarninglist(json: unknown): Warninglist {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw bad("it is no JSON object");
  const fields = new Map<string, unknown>(Object.entries(json));
  const name = fields.get("name");
  if (typeof name !== "string" || name.trim() === "") throw bad('"name" is missing');
  const label = name.trim().slice(0, 300);
  return {
    name: label,
    version: versionOf(fields.get("version"), label),
    description: textOf(fields.get("description")),
    type: typeOf(fields.get("type"), label),
    attributes: attributesOf(fields.get("matching_attributes"), label),
    values: valuesOf(fields.get("list"), label),
  };
}

const MAX_VALUE = 4_096;
const MAX_VALUES = 20_000_000;

function bad(message: string, name?: string): BenignError {
  const subject =
    name === undefined ? "This is no MISP warninglist" : `The warninglist "${name.slice(0, 100)}" is broken`;
  return new BenignError("bad_warninglist", `${subject}: ${message}`);
}

function versionOf(value: unknown, name: string): number {
  // Some lists write their date as a string.
  const version = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof version === "number" && Number.isSafeInteger(version) && version >= 0) return version;
  throw bad('"version" is no whole number', name);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 2_000) : "";
}

function typeOf(value: unknown, name: string): WarninglistType {
  if (value === undefined) return "string";
  const type = warninglistTypes.find((each) => each === value);
  if (type !== undefined) return type;
  throw bad(`"type" is ${shown(value)}, not one of ${warninglistTypes.join(", ")}`, name);
}

function attributesOf(value: unknown, name: string): string[] {
  if (value === undefined) return [];
  const isList =
    Array.isArray(value) && value.length <= 1_000 && value.every((each) => typeof each === "string");
  if (isList) return value;
  throw bad('"matching_attributes" is no list of strings', name);
}

function valuesOf(value: unknown, name: string): string[] {
  if (!Array.isArray(value)) throw bad('"list" is no list', name);
  if (value.length > MAX_VALUES) throw bad(`"list" has more than ${MAX_VALUES} values`, name);
  const values: string[] = [];
  for (let at = 0; at < value.length; at++) {
    const each: unknown = value[at];
    if (typeof each !== "string")
      throw bad(`value ${at + 1} of "list" is ${shown(each)}, not a string`, name);
    const trimmed = each.trim();
    if (trimmed !== "" && trimmed.length <= MAX_VALUE) values.push(trimmed);
  }
  return values;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
