import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import {
  type EntityType,
  indicatorTypes,
  nameTypes,
} from "../packages/pipeline/src/entities/entity-types.ts";
import type { ExtractionSubject } from "../packages/pipeline/src/entities/extract-entities.ts";
import { type Label, type OpenPlace, readLabelled } from "../packages/pipeline/src/entities/labels.ts";
import type { Mention } from "../packages/pipeline/src/entities/mention.ts";
import { renderText } from "../packages/pipeline/src/html/text.ts";
import { parseHtml } from "../packages/pipeline/src/html/tree.ts";

export type Found = Pick<Mention, "type" | "value" | "start" | "end" | "matched" | "role" | "status">;
export type Sample = { name: string; article: ExtractionSubject; labels: Label[]; optional: OpenPlace[] };
type Counts = {
  labels: number;
  found: number;
  hits: number;
  values: { labels: number; found: number; hits: number };
  role: { labels: number; right: number };
  status: { labels: number; right: number };
};
export type Tally = Map<EntityType, Counts>;
export type Outcome = { tally: Tally; problems: string[]; unjudged: number; badOffsets: number };

export type Extractor = (article: ExtractionSubject) => Found[];

export const FIXTURES = join(import.meta.dirname, "../packages/pipeline/fixtures/extract");
export const INDICATORS: ReadonlySet<EntityType> = new Set(indicatorTypes);
export const TYPES: readonly EntityType[] = [...indicatorTypes, ...nameTypes];
export function readSamples(): Sample[] {
  return readdirSync(join(FIXTURES, "texts"))
    .filter((name) => /\.(?:md|html)$/.test(name))
    .sort()
    .map((name) => readSample(name));
}

function readSample(name: string): Sample {
  const source = readFileSync(join(FIXTURES, "texts", name), "utf8");
  const [, front = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source) ?? [];
  const field = (key: string): string => new RegExp(`^${key}: (.*)$`, "m").exec(front)?.[1] ?? "";
  const isPage = name.endsWith(".html");
  const { text, labels, optional } = readLabelled(isPage ? renderText(parseHtml(body).root) : body.trim());
  const html = isPage ? readLabelled(body).text : null;
  if (html !== null && renderText(parseHtml(html).root) !== text)
    throw new Error(`${name}: labels change its text`);
  const ownHosts = field("host")
    .split(/[ ,]+/)
    .map((host) => host.split(".").slice(-2).join("."));
  return { name, article: { title: field("title"), text, html, ownHosts, sourceId: null }, labels, optional };
}

export function judgeTexts(extract: Extractor, samples: readonly Sample[], print: boolean): Outcome {
  const all: Outcome = { tally: new Map(), problems: [], unjudged: 0, badOffsets: 0 };
  for (const sample of samples) {
    const one = judge(extract(sample.article), sample);
    for (const [type, counts] of one.tally) add(countsOf(all.tally, type), counts);
    all.problems.push(...one.problems);
    all.unjudged += one.unjudged;
    all.badOffsets += one.badOffsets;
    if (print)
      console.log(
        row(
          sample.name,
          sum(one.tally, () => true),
        ),
      );
  }
  return all;
}

/** Strict: same type, value and place. Behind `values`, the same without places, each value once a text. */
function judge(mentions: readonly Found[], sample: Sample): Outcome {
  const { labels, optional, article } = sample;
  const outcome: Outcome = { tally: new Map(), problems: [], unjudged: 0, badOffsets: 0 };
  const right = mentions.filter(({ start, end, matched }) => article.text.slice(start, end) === matched);
  outcome.badOffsets = mentions.length - right.length;
  const left = new Set<Found>(right.filter((found) => found.status !== "proposed"));
  const asLabelled = new Map<Found, Label>();
  for (const label of labels) {
    if (label.type === "vendor" && isWithinProduct(label, right)) continue;
    const counts = countsOf(outcome.tally, label.type);
    counts.labels++;
    const hit = [...left].find((found) => isSame(label, found) && isSamePlace(label, found));
    if (hit === undefined) {
      outcome.problems.push(`MISS  ${describe(sample, label)}`);
      continue;
    }
    left.delete(hit);
    asLabelled.set(hit, label);
    counts.hits++;
    counts.found++;
    grade(counts, label, hit, sample, outcome.problems);
  }
  const wrong = [...left].filter((found) => !isBeside(found, labels, optional));
  outcome.unjudged = wrong.filter(isTechniqueWord).length;
  const judged = wrong.filter((found) => !isTechniqueWord(found));
  for (const found of judged) {
    countsOf(outcome.tally, found.type).found++;
    outcome.problems.push(`FALSE ${describe(sample, found)}`);
  }
  const wanted = labels.filter((label) => label.type !== "vendor" || !isWithinProduct(label, right));
  countValues(outcome.tally, wanted, [...asLabelled.values(), ...judged]);
  return outcome;
}

function grade(counts: Counts, label: Label, hit: Found, sample: Sample, problems: string[]): void {
  if (label.role !== null) {
    counts.role.labels++;
    if (hit.role === label.role) counts.role.right++;
    else problems.push(`ROLE  ${describe(sample, label)}  [${label.role}, not ${hit.role}]`);
  }
  if (label.status !== null && INDICATORS.has(label.type)) {
    counts.status.labels++;
    if (isStatus(label.status, hit.status)) counts.status.right++;
    else problems.push(`STATE ${describe(sample, label)}  [${label.status}, not ${hit.status}]`);
  }
}

/** What is no indicator may be benign by some list, too; what a reader knows as benign has to be known. */
function isStatus(wanted: Label["status"], given: Found["status"]): boolean {
  return wanted === given || (wanted === "mentioned" && given === "benign");
}

function countValues(tally: Tally, labels: readonly Named[], found: readonly Named[]): void {
  const keys = (list: readonly Named[]): Map<string, EntityType> =>
    new Map(list.map(({ type, value }) => [`${type} ${fold(type, value)}`, type]));
  const wanted = keys(labels);
  const got = keys(found);
  for (const type of wanted.values()) countsOf(tally, type).values.labels++;
  for (const [key, type] of got) {
    countsOf(tally, type).values.found++;
    if (wanted.has(key)) countsOf(tally, type).values.hits++;
  }
}

type Named = { type: EntityType; value: string };

/** Products have no register: "NetScaler ADC" is "NetScaler", "Ivanti Connect Secure" is "Connect Secure". */
export function isSame(label: Named, found: Named): boolean {
  if (label.type !== found.type) return false;
  const [one, other] = [fold(label.type, label.value), fold(found.type, found.value)];
  return (
    one === other ||
    (label.type === "product" && (` ${one} `.includes(` ${other} `) || ` ${other} `.includes(` ${one} `)))
  );
}

/** An address may be given with or without the port or the prefix length behind it, a product with its vendor or version. */
export function isSamePlace(label: Label, found: Found): boolean {
  if (label.start === found.start && label.end === found.end) return true;
  if (label.type === "product") return label.start < found.end && found.start < label.end;
  if (label.start !== found.start || !HOSTS.has(label.type)) return false;
  const bare = (matched: string): string => matched.replace(/\]?(?:\/\d+|\[?:\]?\d+)$/, "");
  return bare(label.matched) === bare(found.matched);
}

const HOSTS: ReadonlySet<EntityType> = new Set(["ipv4", "ipv6", "domain"]);

/** What spellings of one value have in common. */
function fold(type: EntityType, value: string): string {
  const folded = value.toLowerCase().replace(/^@/, "");
  if (type === "registry_key")
    return HIVES.reduce(
      (key, [short, long]) => (key.startsWith(`${short}\\`) ? long + key.slice(short.length) : key),
      folded,
    );
  if (type === "ipv4" || type === "ipv6") return folded.replace(/\/\d+$/, "");
  if (type === "asn") return folded.replace(/\D/g, "");
  if (type === "mac") return folded.replace(/[^\da-f]/g, "");
  return folded;
}

const HIVES = [
  ["hklm", "hkey_local_machine"],
  ["hkcu", "hkey_current_user"],
  ["hku", "hkey_users"],
  ["hkcr", "hkey_classes_root"],
] as const;

/** "SolarWinds Orion" may be one product or a vendor and a product. */
function isWithinProduct(label: Label, mentions: readonly Found[]): boolean {
  return mentions.some(
    ({ type, start, end }) => type === "product" && start <= label.start && label.end <= end,
  );
}

/** Neither right nor wrong: in a place left open, or a part of a longer labelled indicator, as the host of a URL is. */
function isBeside(found: Found, labels: readonly Label[], optional: readonly OpenPlace[]): boolean {
  const isOpen = ({ start, end, types }: OpenPlace): boolean =>
    start < found.end && found.start < end && (types === null || types.includes(found.type));
  if (optional.some(isOpen)) return true;
  return labels.some(
    ({ type, start, end }) =>
      INDICATORS.has(type) &&
      type !== found.type &&
      start <= found.start &&
      found.end <= end &&
      found.end - found.start < end - start,
  );
}

/** "phishing" or "persistence": whether they name a technique there is a matter of taste; ids are judged. */
function isTechniqueWord({ type, matched }: Found): boolean {
  return (type === "technique" || type === "tactic") && !/\d/.test(matched);
}

function describe({ name, article }: Sample, { type, value, start, end }: Found | Label): string {
  const before = article.text.slice(Math.max(0, start - 40), start);
  const after = article.text.slice(end, end + 30);
  const context = `${before}«${article.text.slice(start, end)}»${after}`.replaceAll("\n", "⏎");
  return `${name.slice(0, 14).padEnd(14)} ${type.padEnd(12)} ${value.slice(0, 70)}  …${context}…`;
}

export function countsOf(tally: Tally, type: EntityType): Counts {
  const counts = tally.get(type) ?? noCounts();
  tally.set(type, counts);
  return counts;
}

function noCounts(): Counts {
  return {
    labels: 0,
    found: 0,
    hits: 0,
    values: { labels: 0, found: 0, hits: 0 },
    role: { labels: 0, right: 0 },
    status: { labels: 0, right: 0 },
  };
}

function add(to: Counts, from: Counts): void {
  to.labels += from.labels;
  to.found += from.found;
  to.hits += from.hits;
  for (const key of ["labels", "found", "hits"] as const) to.values[key] += from.values[key];
  for (const key of ["role", "status"] as const) {
    to[key].labels += from[key].labels;
    to[key].right += from[key].right;
  }
}

export function sum(tally: Tally, of: (type: EntityType) => boolean): Counts {
  const total = noCounts();
  for (const [type, counts] of tally) if (of(type)) add(total, counts);
  return total;
}

export function reportTexts(name: string, outcome: Outcome, withProblems: boolean): void {
  const { tally, problems, unjudged, badOffsets } = outcome;
  console.log(`\n${name}\n${HEAD}`);
  for (const type of TYPES) {
    const counts = tally.get(type);
    if (counts !== undefined) console.log(row(type, counts));
  }
  console.log(
    row(
      "INDICATORS",
      sum(tally, (type) => INDICATORS.has(type)),
    ),
  );
  console.log(
    row(
      "NAMES",
      sum(tally, (type) => !INDICATORS.has(type)),
    ),
  );
  console.log(
    row(
      "ALL (micro)",
      sum(tally, () => true),
    ),
  );
  console.log(
    `technique and tactic words in prose, not judged: ${unjudged}; offsets off the text: ${badOffsets}`,
  );
  if (withProblems) print(problems);
}

export const HEAD = `${"".padEnd(28)}labels  found  precision  recall     F1 | values: precision  recall |  role  status`;

export function row(name: string, { labels, found, hits, values, role, status }: Counts): string {
  const f1 = (2 * hits) / (labels + found);
  const cells = [
    name.padEnd(26),
    String(labels).padStart(8),
    String(found).padStart(6),
    share(hits, found).padStart(10),
    share(hits, labels).padStart(7),
    (Number.isNaN(f1) ? "-" : f1.toFixed(3)).padStart(6),
    "|",
    share(values.hits, values.found).padStart(17),
    share(values.hits, values.labels).padStart(7),
    "|",
    share(role.right, role.labels).padStart(5),
    share(status.right, status.labels).padStart(7),
  ];
  return cells.join(" ");
}

function share(part: number, of: number): string {
  return of === 0 ? "-" : (part / of).toFixed(3);
}

export function print(lines: readonly string[]): void {
  for (const line of lines.toSorted()) console.log(line);
}
