import { type EntityType, indicatorTypes, nameTypes } from "../entities/entity-types.ts";
import { roles } from "../entities/mention.ts";
import {
  type EntityField,
  type HasThing,
  isFlags,
  type NameField,
  type NumberField,
  states,
  type TimeField,
} from "./query.ts";

/** One field of the search language, as parser, help, completion and documentation need it. */
export type Field = {
  name: string;
  aliases: string[];
  meaning: string;
  example: string;
  /** What can be written after the colon, when that is a closed list. */
  choices: readonly string[] | null;
} & (
  | { kind: "entity"; name: EntityField; types: EntityType[] }
  | { kind: "name"; name: NameField }
  | { kind: "number"; name: NumberField }
  | { kind: "time"; name: TimeField }
  | { kind: "state" }
  | { kind: "is" }
  | { kind: "has" }
  | { kind: "role" }
);

const flaws: EntityType[] = ["cve", "ghsa", "euvd"];
const observables: EntityType[] = indicatorTypes.filter((type) => !flaws.includes(type));

const hasThings: readonly HasThing[] = ["ioc", "ttp", "code", "story", ...indicatorTypes, ...nameTypes];

const free = { choices: null };

/** Every field of the search language. */
export const fields: readonly Field[] = [
  {
    name: "actor",
    kind: "entity",
    aliases: ["group", "apt"],
    types: ["actor", "ransomware"],
    meaning: "names this actor or group, under any of its names",
    example: 'actor:"Lazarus Group"',
    ...free,
  },
  {
    name: "malware",
    kind: "entity",
    aliases: ["family", "ransomware"],
    types: ["malware", "ransomware"],
    meaning: "names this malware or ransomware family",
    example: "malware:LummaC2",
    ...free,
  },
  {
    name: "tool",
    kind: "entity",
    aliases: ["tools"],
    types: ["tool"],
    meaning: "names this tool",
    example: "tool:rclone",
    ...free,
  },
  {
    name: "cve",
    kind: "entity",
    aliases: ["vuln", "vulnerability", "ghsa", "euvd"],
    types: flaws,
    meaning: "names this published flaw (CVE, GHSA or EUVD id)",
    example: "cve:CVE-2026-20345",
    ...free,
  },
  {
    name: "ttp",
    kind: "entity",
    aliases: ["technique", "tactic", "attack", "mitre"],
    types: ["technique", "tactic"],
    meaning: "shows this ATT&CK technique (with its sub-techniques) or tactic",
    example: "ttp:T1059",
    ...free,
  },
  {
    name: "ioc",
    kind: "entity",
    aliases: ["indicator", "observable"],
    types: [...indicatorTypes],
    meaning: "contains this indicator, defanged or not; a * at the end stands for any rest",
    example: "ioc:evil[.]example",
    ...free,
  },
  {
    name: "sector",
    kind: "entity",
    aliases: ["industry"],
    types: ["sector"],
    meaning: "names this sector",
    example: "sector:healthcare",
    ...free,
  },
  {
    name: "country",
    kind: "entity",
    aliases: [],
    types: ["country"],
    meaning: "names this country",
    example: "country:Ukraine",
    ...free,
  },
  {
    name: "vendor",
    kind: "entity",
    aliases: [],
    types: ["vendor"],
    meaning: "names this vendor",
    example: "vendor:Fortinet",
    ...free,
  },
  {
    name: "product",
    kind: "entity",
    aliases: [],
    types: ["product"],
    meaning: "names this product",
    example: 'product:"Exchange Server"',
    ...free,
  },
  {
    name: "source",
    kind: "name",
    aliases: ["feed", "from"],
    meaning: "comes from this source, by its short or full name",
    example: "source:northlab",
    ...free,
  },
  {
    name: "tag",
    kind: "name",
    aliases: ["tags", "label"],
    meaning: "carries this tag: of your own, of the feed, or of its source",
    example: "tag:ics,ot",
    ...free,
  },
  {
    name: "lang",
    kind: "name",
    aliases: ["language"],
    meaning: "is written in this language (two letters)",
    example: "lang:en,de",
    ...free,
  },
  {
    name: "assignee",
    kind: "name",
    aliases: ["assigned", "owner"],
    meaning: "is to be looked into by this user; me and none can be written too",
    example: "assignee:me",
    ...free,
  },
  {
    name: "tier",
    kind: "number",
    aliases: [],
    meaning: "comes from a source of this tier, 1 to 3",
    example: "tier:1,2",
    ...free,
  },
  {
    name: "story",
    kind: "number",
    aliases: [],
    meaning: "belongs to the story of this number",
    example: "story:42",
    ...free,
  },
  {
    name: "score",
    kind: "number",
    aliases: ["rank"],
    meaning: "rank, 0 to 100",
    example: "score>=70",
    ...free,
  },
  {
    name: "hunt",
    kind: "number",
    aliases: ["huntability"],
    meaning: "hunt score, 0 to 100: how much a hunter can use",
    example: "hunt>=60",
    ...free,
  },
  {
    name: "quality",
    kind: "number",
    aliases: [],
    meaning: "quality of the text, 0 to 100",
    example: "quality>=50",
    ...free,
  },
  {
    name: "words",
    kind: "number",
    aliases: ["length"],
    meaning: "length of the text in words",
    example: "words>=300",
    ...free,
  },
  {
    name: "since",
    kind: "time",
    aliases: ["after"],
    meaning: "published at this time or later: a day, an ISO time, 7d, 24h, 2w, today, yesterday",
    example: "since:7d",
    ...free,
  },
  {
    name: "before",
    kind: "time",
    aliases: ["until"],
    meaning: "published before this time",
    example: "before:2026-11-01",
    ...free,
  },
  {
    name: "state",
    kind: "state",
    aliases: ["triage"],
    choices: states,
    meaning: "is in this triage state",
    example: "state:kept",
  },
  {
    name: "is",
    kind: "is",
    aliases: [],
    choices: isFlags,
    meaning: "is in this state, a twin, rejected or starred",
    example: "is:new",
  },
  {
    name: "has",
    kind: "has",
    aliases: ["type"],
    choices: hasThings,
    meaning: "contains at least one of this type: ioc, cve, ttp, actor, malware, code, sha256 …",
    example: "has:ioc",
  },
  {
    name: "role",
    kind: "role",
    aliases: [],
    choices: roles,
    meaning: "contains an indicator in this role",
    example: "role:c2",
  },
];

const byName: ReadonlyMap<string, Field> = new Map(
  fields.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field] as const)),
);

/** The field of that name or alias in any case, or null. */
export function findField(name: string): Field | null {
  return byName.get(name.toLowerCase()) ?? null;
}

export const fieldNames: readonly string[] = [...byName.keys()];

/** The entity types that `field:` looks at. */
export function typesOfField(field: EntityField): readonly EntityType[] {
  const found = findField(field);
  return found?.kind === "entity" ? found.types : [];
}

/** The entity types that `has:` counts for a thing; none for `code` and `story`, which are no entities. */
export function typesOfThing(thing: HasThing): readonly EntityType[] {
  if (thing === "ioc") return observables;
  if (thing === "ttp") return typesOfField("ttp");
  if (thing === "cve") return flaws;
  if (thing === "actor" || thing === "malware") return typesOfField(thing);
  return thing === "code" || thing === "story" ? [] : [thing];
}
