import { EVERYDAY_WORDS } from "../names/everyday-words.ts";
import type { KnownAlias, KnownName } from "./known-name.ts";
import { listOf, readRows } from "./read-rows.ts";

/** A phrase pattern that implies a technique: `*` ends a word in any way, `...` stands for up to three words. */
export type Behaviour = { technique: string; phrases: string[] };

/** A program of the system that intruders use; without a suspicious argument its name says little. */
export type Lolbin = {
  binary: string;
  platform: string;
  /** What it is abused for, the most usual first. */
  techniques: string[];
  arguments: LolbinArgument[];
};

/** An argument that makes a program suspicious, and what the program is then used for. */
export type LolbinArgument = { text: string; techniques: string[] };

/** The names that the product brings with it. */
export function starterNames(): KnownName[] {
  names ??= files.flatMap(({ file, read }) => readRows(file).flatMap(read));
  return names;
}

export function starterBehaviours(): Behaviour[] {
  behaviours ??= readRows("behaviours.txt").map(([technique = "", phrases]) => ({
    technique,
    phrases: listOf(phrases),
  }));
  return behaviours;
}

export function starterLolbins(): Lolbin[] {
  lolbins ??= readRows("lolbins.txt").map(([binary = "", platform = "", techniques, args]) => ({
    binary,
    platform,
    techniques: listOf(techniques),
    arguments: listOf(args).map((written) => argumentOf(written, listOf(techniques)[0] ?? "")),
  }));
  return lolbins;
}

/** Words of every day, in lower case: a name that is one of them needs a context. */
export function starterOrdinaryWords(): ReadonlySet<string> {
  ordinary ??= new Set([
    ...EVERYDAY_WORDS,
    ...readRows("ordinary-words.txt").map(([word = ""]) => word.toLowerCase()),
  ]);
  return ordinary;
}

let names: KnownName[] | undefined;
let behaviours: Behaviour[] | undefined;
let lolbins: Lolbin[] | undefined;
let ordinary: ReadonlySet<string> | undefined;

/** `-decode=T1140` speaks for another technique than the program's first, `-enc=+T1027.010` for one more. */
function argumentOf(written: string, usual: string): LolbinArgument {
  const [, text, plus, technique] = /^(.+)=(\+?)(T\d{4}(?:\.\d{3})?)$/.exec(written) ?? [];
  if (text === undefined || technique === undefined) return { text: written, techniques: [usual] };
  return { text, techniques: plus === "+" ? [usual, technique] : [technique] };
}

type Row = (string | undefined)[];

const files: { file: string; read: (row: Row) => KnownName[] }[] = [
  {
    file: "actors.txt",
    read: ([name, id, aliases, country, motivation]) => [
      named("actor", { name, id, aliases: listOf(aliases), details: { country, motivation } }),
    ],
  },
  {
    file: "ransomware.txt",
    read: ([name, id, aliases]) => [named("ransomware", { name, id, aliases: listOf(aliases) })],
  },
  {
    file: "malware.txt",
    read: ([name, id, aliases, kind]) => [
      named("malware", { name, id, aliases: listOf(aliases), details: { kind } }),
    ],
  },
  {
    file: "tools.txt",
    read: ([name, id, aliases, kind]) => [
      named("tool", { name, id, aliases: listOf(aliases), details: { kind } }),
    ],
  },
  {
    file: "techniques.txt",
    read: ([id, label, aliases, tactics]) => [
      coded("technique", { id, label, aliases: listOf(aliases), details: { tactics } }),
    ],
  },
  {
    file: "tactics.txt",
    read: ([id, label, aliases]) => [coded("tactic", { id, label, aliases: listOf(aliases) })],
  },
  {
    file: "vendors.txt",
    read: ([name, aliases, kind]) => [named("vendor", { name, aliases: listOf(aliases), details: { kind } })],
  },
  {
    file: "products.txt",
    read: ([name, vendor, aliases]) => [
      named("product", { name, aliases: listOf(aliases), details: { vendor } }),
    ],
  },
  { file: "sectors.txt", read: ([name, aliases]) => [named("sector", { name, aliases: listOf(aliases) })] },
  {
    file: "countries.txt",
    read: ([name, code, others]) => [named("country", { name, aliases: listOf(others), details: { code } })],
  },
  {
    file: "vulnerabilities.txt",
    read: ([name, cves]) => listOf(cves).map((id) => coded("cve", { id, label: name, aliases: [] })),
  },
];

type Given = {
  name?: string | undefined;
  id?: string | undefined;
  label?: string | undefined;
  aliases: string[];
  details?: Record<string, string | undefined>;
};

function named(type: KnownName["type"], { name = "", id, aliases, details = {} }: Given): KnownName {
  const own = aliasOf(name);
  return {
    type,
    value: own.name,
    label: own.name,
    externalId: id === undefined || id === "" ? null : id,
    aliases: [own, ...aliases.map(aliasOf)],
    source: "starter",
    details: filled(details),
  };
}

function coded(
  type: "technique" | "tactic" | "cve",
  { id = "", label = "", aliases, details = {} }: Given,
): KnownName {
  const own = aliasOf(label);
  return {
    type,
    value: id,
    label: own.name,
    externalId: type === "cve" ? null : id,
    aliases: [own, ...aliases.map(aliasOf)],
    source: "starter",
    details: filled(details),
  };
}

/** A trailing `~` marks what needs a context. */
function aliasOf(written: string): KnownAlias {
  const ambiguous = written.endsWith("~");
  return { name: ambiguous ? written.slice(0, -1).trim() : written, source: "starter", ambiguous };
}

function filled(details: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
    ),
  );
}
