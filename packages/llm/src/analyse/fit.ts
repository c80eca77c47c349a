import { oneLine } from "@cti/pipeline/plain-text";

/** What `fit` reads of a JSON schema. */
export type Shape = {
  type?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  enum?: unknown[];
};

/**
 * Brings what a small model wrote nearer to a schema where the meaning is plain: one thing where a list is wanted,
 * a list where one text is, numbers as text, too many or too long, `quote` for `quotes`, items that lack a part left
 * out. What it cannot mend it gives as it is, for the schema to refuse.
 */
export function fit(value: unknown, shape: Shape): unknown {
  if (shape.type === "object") return fitObject(value, shape);
  if (shape.type === "array") return fitList(value, shape);
  if (shape.type === "integer" || shape.type === "number") return fitNumber(value, shape);
  if (shape.enum) return fitWord(value, shape.enum);
  return fitText(value);
}

/** The longest text that is kept, in UTF-16 units. */
const longest = 1000;

function fitObject(value: unknown, shape: Shape): unknown {
  const properties = shape.properties ?? {};
  const given = fieldsOf(value, properties);
  if (given === null) return value;
  const fitted: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(properties)) {
    const found = given[name] ?? given[otherNames[name] ?? name];
    const field = part.type === "array" ? fitList(found, part) : fit(found, part);
    const isNeeded = shape.required?.includes(name) ?? false;
    if (isNeeded || (field !== "" && field !== null && field !== undefined)) fitted[name] = field;
  }
  return fitted;
}

const otherNames: Record<string, string> = { quotes: "quote", text: "description", why: "text" };

/** A mere text stands for the object's text, without any quote. */
function fieldsOf(value: unknown, properties: Record<string, Shape>): Record<string, unknown> | null {
  if (typeof value === "string" && properties["text"]) return { text: value };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return value as Record<string, unknown>;
}

function fitList(value: unknown, { items = {}, maxItems = Infinity }: Shape): unknown[] {
  const list = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  // A hostile list may be long; what is kept is not.
  return list
    .slice(0, 4 * Math.min(maxItems, 1000))
    .map((item) => fit(item, items))
    .filter((item) => isWhole(item, items))
    .slice(0, maxItems);
}

/** An item that lacks a part says nothing that could be checked. */
function isWhole(item: unknown, shape: Shape): boolean {
  if (shape.type === "string") return typeof item === "string" && item !== "";
  if (shape.type !== "object") return true;
  if (typeof item !== "object" || item === null || Array.isArray(item)) return false;
  const fields = item as Record<string, unknown>;
  return (shape.required ?? []).every((name) => {
    const field = fields[name];
    const part = shape.properties?.[name];
    if (part?.enum) return part.enum.includes(field);
    return part?.type !== "string" || (typeof field === "string" && field !== "");
  });
}

/** "7", "7/10", "[7]" and 7.4 are 7. */
function fitNumber(value: unknown, { minimum = -Infinity, maximum = Infinity }: Shape): unknown {
  const number = typeof value === "string" ? Number.parseFloat(value.replace(/^\D+/, "")) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return value;
  return Math.min(maximum, Math.max(minimum, Math.round(number)));
}

function fitWord(value: unknown, words: unknown[]): unknown {
  if (typeof value !== "string") return value;
  const bare = value
    .slice(0, 60)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");
  const same = Object.hasOwn(sameWords, bare) ? sameWords[bare] : bare;
  const word = words.find((each) => String(each).replaceAll("_", "") === same?.replaceAll("_", ""));
  return word ?? (words.includes("other") ? "other" : value);
}

/** What models write for the types that they are asked for. */
const sameWords: Record<string, string> = {
  ipv4: "ip",
  ipv6: "ip",
  ipaddress: "ip",
  hostname: "domain",
  fqdn: "domain",
  domainname: "domain",
  uri: "url",
  link: "url",
  emailaddress: "email",
  md5: "hash",
  sha1: "hash",
  sha256: "hash",
  filehash: "hash",
  vulnerability: "cve",
  filename: "file",
  filepath: "file",
  path: "file",
  registry: "registry_key",
  pipe: "named_pipe",
  commandline: "command",
  threatactor: "actor",
  threatgroup: "actor",
  group: "actor",
  malwarefamily: "malware",
  ttp: "technique",
  attacktechnique: "technique",
  software: "tool",
};

function fitText(value: unknown): unknown {
  const text = Array.isArray(value) ? value[0] : value;
  if (typeof text === "number") return String(text);
  if (typeof text !== "string") return text;
  const line = oneLine(text.slice(0, 2 * longest))
    .slice(0, longest)
    .toWellFormed();
  return isNothing.test(line) ? "" : line;
}

/** What models write where they have nothing to say. */
const isNothing =
  /^(?:n\/a|none|null|unknown|not (?:applicable|available|mentioned|specified)|\.{3}|…|-)?\.?$/i;
