import { roles } from "../entities/mention.ts";
import { combine, negate } from "./combine.ts";
import { foldWords } from "./fold.ts";
import { type HasThing, isFlags, type Query, states } from "./query.ts";
import { queryIndicator } from "./query-indicator.ts";

const words = "ransomware phishing loader beacon cloud token kernel driver loader 2026 vpn café данные".split(
  " ",
);
const prefixes = ["rans", "phish", "load", "be", "clo", "exploit"];
const names: Record<string, string[]> = {
  actor: ["APT29", "Lazarus Group", "midnight-blizzard", "Akira", "FIN*"],
  malware: ["LummaC2", "Agent Tesla", "agenttesla", "Akira", "qak*"],
  tool: ["rclone", "Cobalt Strike", "PsExec"],
  cve: ["CVE-2026-20345", "CVE-2024-3400", "CVE-2026-*"],
  ttp: ["T1059", "T1059.001", "TA0002", "Scheduled Task"],
  ioc: [
    "evil.example",
    "203.0.113.7",
    "https://evil.example/x",
    String.raw`C:\Users\Public\a.exe`,
    "203.0.113.*",
  ],
  sector: ["healthcare", "water"],
  country: ["Ukraine", "Chile"],
  vendor: ["Fortinet", "Palo Alto Networks"],
  product: ["Exchange Server", "ScreenConnect"],
};
const entityFields = [
  "actor",
  "malware",
  "tool",
  "cve",
  "ttp",
  "ioc",
  "sector",
  "country",
  "vendor",
  "product",
] as const;
const nameValues = {
  source: ["northlab", "signalpost", "harbor ir"],
  tag: ["ics", "cloud", "top 10", "ransom case"],
  lang: ["en", "fr", "de"],
  assignee: ["ada", "grace", "none"],
};
const pasted = [
  "hxxps://evil[.]example/x",
  "203[.]0[.]113[.]7",
  "evil[.]example",
  "CVE-2026-20345",
  "T1059",
  "TA0002",
];
const times = ["7d", "24h", "2w", "today", "yesterday", "2026-11-01", "2026-11-20T10:00:00Z"];
const things: HasThing[] = [
  "ioc",
  "cve",
  "ttp",
  "actor",
  "malware",
  "code",
  "story",
  "domain",
  "sha256",
  "tool",
];
const comparisons = [">=", ">", "<=", "<", "="] as const;

/**
 * For property tests: a random query in normal form over a small vocabulary, so that it finds something now and then.
 * `random` gives numbers from 0 to below 1; times are taken as they are given, with `at` relative to `now`.
 */
export function randomQuery(random: () => number, readTime: (given: string) => Date): Query {
  return randomNode({ random, readTime }, 3);
}

type Dice = { random: () => number; readTime: (given: string) => Date };

function randomNode(dice: Dice, depth: number): Query {
  const kind = depth === 0 ? 9 : below(dice, 10);
  const node = (): Query => randomNode(dice, depth - 1);
  if (kind < 2) return combine("and", several(dice, node));
  if (kind < 4) return combine("or", several(dice, node));
  return kind === 4 ? negate(node()) : randomTerm(dice);
}

function randomTerm(dice: Dice): Query {
  const entityField = pick(dice, entityFields);
  const terms: (() => Query)[] = [
    () => ({ kind: "word", word: pick(dice, words) }),
    () => phraseOf(several(dice, () => pick(dice, words))),
    () => ({ kind: "prefix", prefix: pick(dice, prefixes) }),
    () => ({ kind: "entity", field: entityField, values: any(dice, names[entityField] ?? []) }),
    () => randomName(dice),
    () => randomNumber(dice),
    () => randomTime(dice),
    () => ({ kind: "state", values: any(dice, states) }),
    () => ({ kind: "is", values: any(dice, isFlags) }),
    () => ({ kind: "has", values: any(dice, things) }),
    () => ({ kind: "role", values: any(dice, roles) }),
    () => randomIndicator(dice),
  ];
  return pick(dice, terms)();
}

function phraseOf(of: string[]): Query {
  return { kind: "phrase", text: of.join(" "), words: of };
}

function randomName(dice: Dice): Query {
  const field = pick(dice, ["source", "tag", "lang", "assignee"] as const);
  return { kind: "name", field, values: any(dice, nameValues[field]) };
}

function randomNumber(dice: Dice): Query {
  const field = pick(dice, ["score", "hunt", "quality", "words", "tier", "story"] as const);
  const comparison = field === "story" ? "=" : pick(dice, comparisons);
  const values = field === "tier" || field === "story" ? [1, 2, 3] : [0, 30, 50, 70.5, 300];
  const whole = field === "words" ? [50, 300, 1_000] : values;
  return {
    kind: "number",
    field,
    comparison,
    values: comparison === "=" ? any(dice, whole) : [pick(dice, whole)],
  };
}

function randomTime(dice: Dice): Query {
  const given = pick(dice, times);
  const field = pick(dice, ["since", "before"] as const);
  return { kind: "time", field, at: dice.readTime(given).toISOString(), given: given.toLowerCase() };
}

function randomIndicator(dice: Dice): Query {
  const raw = pick(dice, pasted);
  const found = queryIndicator(raw);
  return found
    ? { kind: "indicator", ...found, raw, words: foldWords(found.value) }
    : { kind: "word", word: "loader" };
}

function below({ random }: Dice, limit: number): number {
  return Math.floor(random() * limit);
}

function pick<Item>(dice: Dice, items: readonly Item[]): Item {
  const item = items[below(dice, items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

function several<Item>(dice: Dice, make: () => Item): Item[] {
  return Array.from({ length: 2 + below(dice, 2) }, make);
}

/** One or two different items. */
function any<Item>(dice: Dice, items: readonly Item[]): Item[] {
  return [...new Set([pick(dice, items), ...(dice.random() < 0.3 ? [pick(dice, items)] : [])])];
}
