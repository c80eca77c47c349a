import type { KnownName } from "./known-name.ts";

export type AttackDomain = "enterprise" | "ics" | "mobile";

/** A column of the matrix: the ids of its techniques, without sub-techniques, by id. */
export type AttackTactic = { id: string; name: string; domain: AttackDomain; techniques: string[] };

export type AttackTechnique = {
  id: string;
  name: string;
  /** The technique that it is a part of; null when it is of none, or that one is not known. */
  parent: string | null;
  /** Ids. */
  tactics: string[];
  /** As ATT&CK names them; the starter has none. */
  platforms: string[];
};

export type AttackCatalogue = { tactics: AttackTactic[]; techniques: AttackTechnique[] };

/**
 * Tactics and techniques as a matrix shows them. Of several names with one id the first counts, and another one only
 * for what the first leaves out. A technique names its tactics by id or as ATT&CK abbreviates them ("initial-access").
 * Tactics come in the order in which they are given, then those of ICS and mobile; without techniques they are left out.
 */
export function attackCatalogue(names: readonly KnownName[]): AttackCatalogue {
  const columns = columnsOf(names);
  const idOf = new Map(
    columns.flatMap(({ id, domain, words }) => [
      [id, id] as const,
      ...words.map((word) => [`${domain} ${word}`, id] as const),
    ]),
  );
  const given = techniquesOf(names);
  const techniques = [...given.values()]
    .map(({ id, name, tactics, platforms }): AttackTechnique => {
      const [parent = ""] = id.split(".");
      const domain = domainOfTechnique(id, platforms);
      const ids = tactics
        .map((word) => idOf.get(word) ?? idOf.get(`${domain} ${word}`))
        .filter((each) => each !== undefined);
      return {
        id,
        name,
        parent: parent !== id && given.has(parent) ? parent : null,
        tactics: [...new Set(ids)],
        platforms,
      };
    })
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const tactics = columns.map(({ id, name, domain }) => {
    const own = techniques.filter((each) => each.parent === null && each.tactics.includes(id));
    return { id, name, domain, techniques: own.map((each) => each.id) };
  });
  return { tactics: tactics.filter((tactic) => tactic.techniques.length > 0), techniques };
}

type Column = { id: string; name: string; domain: AttackDomain; words: string[] };

/** Tactics whose names are those of enterprise too, so that they are no names to look for in texts. */
const further: Record<"ics" | "mobile", Record<string, string>> = {
  ics: {
    TA0108: "Initial Access",
    TA0104: "Execution",
    TA0110: "Persistence",
    TA0111: "Privilege Escalation",
    TA0103: "Evasion",
    TA0102: "Discovery",
    TA0109: "Lateral Movement",
    TA0100: "Collection",
    TA0101: "Command and Control",
    TA0107: "Inhibit Response Function",
    TA0106: "Impair Process Control",
    TA0105: "Impact",
  },
  mobile: {
    TA0027: "Initial Access",
    TA0041: "Execution",
    TA0028: "Persistence",
    TA0029: "Privilege Escalation",
    TA0030: "Defense Evasion",
    TA0031: "Credential Access",
    TA0032: "Discovery",
    TA0033: "Lateral Movement",
    TA0035: "Collection",
    TA0037: "Command and Control",
    TA0036: "Exfiltration",
    TA0034: "Impact",
  },
};

function columnsOf(names: readonly KnownName[]): Column[] {
  const columns = new Map<string, Column>();
  for (const { type, value: id, label, aliases, details } of names) {
    if (type !== "tactic" || domainOf(id) !== "enterprise") continue;
    const words = [label, ...aliases.map(({ name }) => name)].map(abbreviated);
    const column = columns.get(id) ?? { id, name: label, domain: "enterprise", words: [] };
    column.words.push(...words, ...(details["short"] === undefined ? [] : [details["short"]]));
    columns.set(id, column);
  }
  for (const domain of ["ics", "mobile"] as const)
    for (const [id, name] of Object.entries(further[domain]))
      columns.set(id, { id, name, domain, words: [abbreviated(name)] });
  return [...columns.values()];
}

function domainOf(tactic: string): AttackDomain {
  if (Object.hasOwn(further.ics, tactic)) return "ics";
  return Object.hasOwn(further.mobile, tactic) ? "mobile" : "enterprise";
}

/** The three matrices abbreviate their tactics alike, so a technique says by itself in which one it stands. */
function domainOfTechnique(id: string, platforms: readonly string[]): AttackDomain {
  if (/^T0\d{3}/.test(id)) return "ics";
  const isMobile = platforms.length > 0 && platforms.every((platform) => mobilePlatforms.has(platform));
  return isMobile ? "mobile" : "enterprise";
}

const mobilePlatforms: ReadonlySet<string> = new Set(["Android", "iOS"]);

function abbreviated(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
}

type Given = { id: string; name: string; tactics: string[]; platforms: string[] };

function techniquesOf(names: readonly KnownName[]): Map<string, Given> {
  const techniques = new Map<string, Given>();
  for (const { type, value: id, label, details } of names) {
    if (type !== "technique") continue;
    const [tactics, platforms] = [listOf(details["tactics"]), listOf(details["platform"])];
    const known = techniques.get(id);
    if (!known) techniques.set(id, { id, name: label, tactics, platforms });
    else {
      if (known.tactics.length === 0) known.tactics = tactics;
      if (known.platforms.length === 0) known.platforms = platforms;
    }
  }
  return techniques;
}

function listOf(written: string | undefined): string[] {
  return (written ?? "")
    .split(";")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
