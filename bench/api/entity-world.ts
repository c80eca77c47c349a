/** What generated articles speak of: a few thousand names and a long tail of indicators. */
import { foldName } from "@cti/pipeline/query/fold";

import { capital, mulberry, type Random, shuffle, wordMaker } from "../similar-words.ts";
import { json, rowLine } from "./copy-rows.ts";

export type Entity = { id: number; type: string; value: string; isBenign: boolean; isName: boolean };

export type EntityWorld = {
  /** A name, some far more often than others. */
  drawName: (random: Random) => Entity;
  /** An indicator: well-known ones now and then, most of them seldom or once. */
  drawIndicator: (random: Random) => Entity;
  /** Rows of the names, and of indicators that were drawn for the first time since the last call. */
  takeRows: () => string[];
  /** Rows of the names' aliases. */
  aliasRows: () => string[];
};

const nameCounts: Record<string, number> = {
  actor: 400,
  malware: 1200,
  ransomware: 250,
  tool: 300,
  technique: 600,
  tactic: 14,
  vendor: 600,
  product: 1800,
  sector: 30,
  country: 150,
};

const indicatorShares: [string, number][] = [
  ["cve", 0.22],
  ["domain", 0.4],
  ["url", 0.54],
  ["ipv4", 0.68],
  ["sha256", 0.8],
  ["md5", 0.85],
  ["sha1", 0.88],
  ["email", 0.91],
  ["file_name", 0.95],
  ["file_path", 0.97],
  ["registry_key", 0.98],
  ["onion", 0.985],
  ["ghsa", 0.995],
  ["bitcoin", 1],
];

/** Well-known addresses that lists know as harmless; they are the most frequent ones. */
const benignCount = 20;
const indicatorShift = 4;
const nameShift = 7;

export const entityColumns = "id, type, value, key, label, external_id, created_at";
export const aliasColumns = "entity_id, folded, alias, source";

/** `indicators` bounds how many different ones there can be. */
export function makeEntityWorld(seed: number, indicators: number, madeAt: Date): EntityWorld {
  const names = makeNames(seed);
  const numbers = new Int32Array(indicators);
  let rows = names.map((name, at) => entityRow(name, at, madeAt));
  let last = names.length;
  const nameLength = Math.log((names.length + nameShift) / nameShift);
  const indicatorLength = Math.log((indicators + indicatorShift) / indicatorShift);
  return {
    drawName(random) {
      const at = Math.floor(nameShift * (Math.exp(random() * nameLength) - 1));
      return names[Math.min(at, names.length - 1)] as Entity;
    },
    drawIndicator(random) {
      const drawn = Math.floor(indicatorShift * (Math.exp(random() * indicatorLength) - 1));
      const at = Math.min(drawn, indicators - 1);
      const known = numbers[at] ?? 0;
      if (known === 0) {
        last += 1;
        numbers[at] = last;
      }
      const entity = makeIndicator(seed, at, known || last);
      if (known === 0) rows.push(entityRow(entity, at, madeAt));
      return entity;
    },
    takeRows() {
      const taken = rows;
      rows = [];
      return taken;
    },
    aliasRows: () => names.flatMap((name) => aliasRowsOf(name)),
  };
}

function makeNames(seed: number): Entity[] {
  const random = mulberry(seed + 31);
  const make = wordMaker(random);
  const taken = new Set<string>();
  const fresh = (): string => {
    for (;;) {
      const word = capital(make());
      if (taken.has(word)) continue;
      taken.add(word);
      return word;
    }
  };
  const kinds = Object.entries(nameCounts).flatMap(([type, count]) =>
    Array.from({ length: count }, (_, at) => ({ type, at })),
  );
  shuffle(random, kinds);
  return kinds.map(({ type, at }, index) => ({
    id: index + 1,
    type,
    value: nameValue(type, at, fresh),
    isBenign: false,
    isName: true,
  }));
}

function nameValue(type: string, at: number, fresh: () => string): string {
  if (type === "technique") return `T${1001 + (at >> 1)}${at % 2 === 0 ? "" : ".001"}`;
  if (type === "tactic") return `TA${String(1 + at).padStart(4, "0")}`;
  if (type === "actor" && at % 4 === 0) return `APT${at + 100}`;
  return type === "product" || type === "actor" ? `${fresh()} ${fresh()}` : fresh();
}

function makeIndicator(seed: number, at: number, id: number): Entity {
  const random = mulberry(Math.imul(at + 1, 0x9e37_79b1) ^ seed);
  const isBenign = at < benignCount;
  const share = random();
  const type = isBenign ? "domain" : (indicatorShares.find(([, until]) => share < until)?.[0] ?? "domain");
  return { id, type, value: indicatorValue(type, at, random), isBenign, isName: false };
}

/** Every value bears its number, so that no two are the same. */
function indicatorValue(type: string, at: number, random: Random): string {
  const tag = at.toString(36);
  const hex = (length: number): string => {
    let digits = at.toString(16).padStart(8, "0");
    while (digits.length < length) digits += Math.floor(random() * 2 ** 32).toString(16);
    return digits.slice(0, length);
  };
  const number = (most: number): number => Math.floor(random() * most);
  const host = `${hosts[number(hosts.length)]}-${tag}.${suffixes[number(suffixes.length)]}`;
  switch (type) {
    case "cve":
      return `CVE-${2018 + number(9)}-${10_000 + at}`;
    case "url":
      return `https://${host}/${hosts[number(hosts.length)]}/${hex(12)}.php`;
    case "ipv4":
      return `${1 + ((at >> 16) % 223)}.${(at >> 8) & 255}.${at & 255}.${1 + number(254)}`;
    case "sha256":
      return hex(64);
    case "sha1":
      return hex(40);
    case "md5":
      return hex(32);
    case "email":
      return `${hosts[number(hosts.length)]}@${host}`;
    case "file_name":
      return `${hosts[number(hosts.length)]}-${tag}.exe`;
    case "file_path":
      return ["C:", "ProgramData", hosts[number(hosts.length)], `${tag}.dll`].join("\\");
    case "registry_key":
      return ["HKLM", "Software", "Microsoft", "Windows", "CurrentVersion", "Run", tag].join("\\");
    case "onion":
      return `${hex(56).replaceAll(/[01890]/g, "q")}.onion`;
    case "ghsa":
      return `GHSA-${hex(12).replaceAll(/(.{4})(?=.)/g, "$1-")}`;
    case "bitcoin":
      return `bc1q${hex(38)}`;
    default:
      return host;
  }
}

const hosts =
  "update login secure mail cdn static portal drive cloud docs share auth verify support help news files img assets sync".split(
    " ",
  );
const suffixes = ["com", "net", "org", "info", "top", "xyz", "ru", "io", "site", "online"];

function entityRow({ id, type, value, isName }: Entity, at: number, madeAt: Date): string {
  const external = type === "actor" ? `G${1000 + at}` : type === "malware" ? `S${1000 + at}` : null;
  const label =
    type === "technique" || type === "tactic" ? `${capital(hosts[at % hosts.length] ?? "")} ${value}` : null;
  return rowLine([id, type, value, isName ? foldName(value) : value, label, external, madeAt]);
}

function aliasRowsOf({ id, type, value }: Entity): string[] {
  const others = type === "actor" || type === "malware" ? [`${value} Group`, `${value}-X`] : [];
  return [...new Map([value, ...others].map((alias) => [foldName(alias), alias]))].map(([folded, alias]) =>
    rowLine([id, folded, alias, alias === value ? type : "starter"]),
  );
}

/** Why its rows have them, as the extractor would say. */
export function reasonsOf({ isName, isBenign }: Entity): string[] {
  if (isName) return ["known name"];
  return isBenign ? ["on a list of well-known sites"] : ["defanged", "in a list of indicators"];
}

export function detailsOf({ type, value }: Entity): string | null {
  return type === "url" ? json({ host: new URL(value).host }) : null;
}
