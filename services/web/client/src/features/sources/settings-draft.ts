import type { api } from "../../api/client.ts";
import type { Source } from "./queries.ts";
import { readTags } from "./read-address.ts";
import { kindName, span } from "./words.ts";

export type Rule = Source["settings"]["include"][number];
export type Change = Parameters<typeof api.changeSource>[0]["body"];

export const selectorNames = ["item", "link", "title", "date", "summary"] as const;
type Selectors = Record<(typeof selectorNames)[number], string>;

/** What the form holds: texts where people write texts. */
export type Draft = {
  name: string;
  url: string;
  kind: Source["kind"];
  tier: number;
  weight: string;
  tags: string;
  interval: number | null;
  note: string;
  include: Rule[];
  exclude: Rule[];
  selectors: Selectors;
  userAgent: string;
  ignoreRobots: boolean;
};

export function draftOf(source: Source): Draft {
  const { settings } = source;
  return {
    name: source.name,
    url: source.url,
    kind: source.kind,
    tier: source.tier,
    weight: String(source.weight),
    tags: source.tags.join(", "),
    interval: source.interval_seconds,
    note: source.note ?? "",
    include: settings.include,
    exclude: settings.exclude,
    selectors: Object.fromEntries(
      selectorNames.map((name) => [name, settings.selectors?.[name] ?? ""]),
    ) as Selectors,
    userAgent: settings.user_agent ?? "",
    ignoreRobots: settings.ignore_robots,
  };
}

/** The fields that two drafts do not have in common. */
export function changedFields(before: Draft, after: Draft): (keyof Draft)[] {
  return (Object.keys(before) as (keyof Draft)[]).filter(
    (field) => JSON.stringify(normal(before, field)) !== JSON.stringify(normal(after, field)),
  );
}

function normal(draft: Draft, field: keyof Draft): unknown {
  if (field === "tags") return readTags(draft.tags);
  if (field === "weight") return Number(draft.weight);
  const value = draft[field];
  return typeof value === "string" ? value.trim() : value;
}

/** What is sent: only what was changed, so that what others changed meanwhile stays. */
export function changeFor(draft: Draft, fields: readonly (keyof Draft)[]): Change {
  const has = (field: keyof Draft): boolean => fields.includes(field);
  const settings = {
    ...(has("include") && { include: orNull(written(draft.include)) }),
    ...(has("exclude") && { exclude: orNull(written(draft.exclude)) }),
    ...(has("selectors") && { selectors: selectorsOf(draft.selectors) }),
    ...(has("userAgent") && { user_agent: draft.userAgent.trim() || null }),
    ...(has("ignoreRobots") && { ignore_robots: draft.ignoreRobots || null }),
  };
  return {
    ...(has("name") && { name: draft.name.trim() }),
    ...(has("url") && { url: draft.url.trim() }),
    ...(has("kind") && draft.kind !== "file" && { kind: draft.kind }),
    ...(has("tier") && { tier: draft.tier }),
    ...(has("weight") && { weight: Number(draft.weight) }),
    ...(has("tags") && { tags: readTags(draft.tags) }),
    ...(has("interval") && { interval_seconds: draft.interval }),
    ...(has("note") && { note: draft.note.trim() || null }),
    ...(Object.keys(settings).length > 0 && { settings }),
  };
}

function written(rules: readonly Rule[]): Rule[] {
  return rules.filter(({ words, pattern }) => (words ?? pattern ?? "").trim() !== "");
}

function orNull(rules: Rule[]): Rule[] | null {
  return rules.length > 0 ? rules : null;
}

function selectorsOf(selectors: Selectors): Partial<Selectors> | null {
  const given = Object.entries(selectors).filter(([, text]) => text.trim() !== "");
  return given.length > 0 ? Object.fromEntries(given.map(([name, text]) => [name, text.trim()])) : null;
}

export const fieldNames: Record<keyof Draft, string> = {
  name: "Name",
  url: "Address",
  kind: "Kind",
  tier: "Tier",
  weight: "Weight",
  tags: "Tags",
  interval: "Checked",
  note: "Note",
  include: "Only articles that",
  exclude: "No articles that",
  selectors: "Selectors",
  userAgent: "User agent",
  ignoreRobots: "Ignore robots.txt",
};

/** A field's value in words, to compare two versions of it. */
export function fieldWords(draft: Draft, field: keyof Draft): string {
  return wordsOf(draft, field) || "–";
}

function wordsOf(draft: Draft, field: keyof Draft): string {
  if (field === "kind") return kindName(draft.kind);
  if (field === "interval")
    return draft.interval === null ? "as its tier and rhythm say" : `every ${span(draft.interval)}`;
  if (field === "include" || field === "exclude") return draft[field].map(ruleWords).join("; ");
  if (field === "ignoreRobots") return draft.ignoreRobots ? "yes" : "no";
  if (field !== "selectors") return String(draft[field]);
  const given = Object.entries(draft.selectors).filter(([, text]) => text !== "");
  return given.map(([name, text]) => `${name}: ${text}`).join("; ");
}

function ruleWords({ field, words, pattern }: Rule): string {
  const where = field === "any" ? "anything" : field;
  return pattern === undefined ? `${where} has ${words ?? ""}` : `${where} matches ${pattern}`;
}
