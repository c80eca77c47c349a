import { decodeHTML } from "entities";

import { collapse } from "../html/text.ts";

/** What schema.org data on a page says about its main thing. */
export type StructuredData = {
  /** All types seen, lower case. */
  types: string[];
  headline: string | null;
  /** Authors that are people, and those that are declared to be organisations. */
  persons: string[];
  organisations: string[];
  published: string | null;
  modified: string | null;
  language: string | null;
  publisher: string | null;
  description: string | null;
  /** The article itself, as some pages that render in the browser carry it: plain text or HTML. */
  body: string | null;
};

const ARTICLE =
  /^(?:.*article|blogposting|.*posting|report|webpage|.*page|analysisnewsarticle|product|recipe|course|service|review|howto|creativework)$/;
const MAX_OBJECTS = 2_000;

/** Reads JSON-LD scripts; broken ones are passed over. The most article-like object wins. */
export function readJsonLd(scripts: readonly string[]): StructuredData {
  const data: StructuredData = {
    types: [],
    headline: null,
    persons: [],
    organisations: [],
    published: null,
    modified: null,
    language: null,
    publisher: null,
    description: null,
    body: null,
  };
  const objects = scripts.flatMap(parse).slice(0, MAX_OBJECTS);
  const byId = new Map(
    objects.flatMap((object) => (typeof object["@id"] === "string" ? [[object["@id"], object]] : [])),
  );
  const ranked = objects.filter((object) => rank(object) > 0).sort((a, b) => rank(b) - rank(a));
  for (const object of objects)
    for (const type of typesOf(object)) if (data.types.length < 100) data.types.push(type);
  for (const object of ranked) {
    data.headline ??= isArticle(object) ? (text(object["headline"]) ?? null) : null;
    const author = object["author"] ?? object["creator"];
    if (data.persons.length === 0) data.persons = names(author, byId, (item) => !isOrganisation(item));
    if (data.organisations.length === 0) data.organisations = names(author, byId, isOrganisation);
    data.published ??= text(object["datePublished"]) ?? text(object["dateCreated"]);
    data.modified ??= text(object["dateModified"]);
    data.language ??= text(object["inLanguage"]);
    data.publisher ??= names(object["publisher"], byId, () => true)[0] ?? null;
    data.description ??= text(object["description"]);
    data.body ??= rawText(object["articleBody"]);
  }
  return data;
}

type JsonObject = Record<string, unknown>;

function parse(script: string): JsonObject[] {
  const found: JsonObject[] = [];
  let value: unknown;
  try {
    value = JSON.parse(script.trim().replace(/^<!--|-->$|;$/g, ""));
  } catch {
    try {
      // Line breaks inside of strings are the most common defect.
      value = JSON.parse(script.replace(/\p{Cc}+/gu, " "));
    } catch {
      return found;
    }
  }
  const queue: unknown[] = [value];
  for (let at = 0; at < queue.length && at < MAX_OBJECTS; at++) {
    const item = queue[at];
    if (Array.isArray(item)) {
      for (const entry of item) queue.push(entry);
      continue;
    }
    if (!isObject(item)) continue;
    if (item["@type"] !== undefined) found.push(item);
    for (const key of ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"]) {
      if (item[key] !== undefined) queue.push(item[key]);
    }
  }
  return found;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null;
}

function typesOf(object: JsonObject): string[] {
  const types = object["@type"];
  const list: unknown[] = Array.isArray(types) ? types : [types];
  return list.flatMap((type) =>
    typeof type === "string"
      ? [
          type
            .replace(/^https?:\/\/schema\.org\//, "")
            .toLowerCase()
            .slice(0, 60),
        ]
      : [],
  );
}

function isArticle(object: JsonObject): boolean {
  return typesOf(object).some((type) => /article|posting|report$|recipe|howto/.test(type));
}

function rank(object: JsonObject): number {
  if (isArticle(object)) return 3;
  return typesOf(object).some((type) => ARTICLE.test(type)) ? 1 : 0;
}

function rawText(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.slice(0, 500_000) : null;
}

function text(value: unknown): string | null {
  const found = rawText(Array.isArray(value) ? value[0] : value);
  if (found === null) return isObject(value) ? rawText(value["@value"] ?? value["name"]) : null;
  const clean = collapse(decodeHTML(found.slice(0, 5_000)));
  return clean === "" ? null : clean;
}

function isOrganisation(object: JsonObject): boolean {
  return typesOf(object).some((type) => type.includes("organization") || type === "corporation");
}

function names(
  value: unknown,
  byId: ReadonlyMap<unknown, JsonObject>,
  wanted: (object: JsonObject) => boolean,
): string[] {
  const list: unknown[] = Array.isArray(value) ? value.slice(0, 20) : [value];
  return list.flatMap((item) => {
    const plain = text(item);
    if (typeof item === "string") return plain === null || !wanted({}) ? [] : [plain];
    if (!isObject(item)) return [];
    const whole = item["name"] === undefined ? byId.get(item["@id"]) : item;
    if (whole === undefined || !wanted(whole)) return [];
    const name = text(whole["name"]);
    return name === null ? [] : [name];
  });
}
