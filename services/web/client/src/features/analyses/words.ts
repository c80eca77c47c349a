import { plural } from "../../kit/number.ts";
import type { Analysis, Claim, Kind } from "./queries.ts";

/** What one can ask for, in the order of the tabs. */
export const kinds: readonly {
  kind: Kind;
  name: string;
  /** On the button that asks for it. */
  ask: string;
  about: string;
}[] = [
  {
    kind: "summary",
    name: "Summary",
    ask: "Summarise",
    about: "A few sentences that say what the text reports.",
  },
  {
    kind: "hunt",
    name: "Hunt",
    ask: "Prepare a hunt",
    about: "Behaviour and traces that the text reports, and where one would look for them.",
  },
  {
    kind: "detection",
    name: "Detection",
    ask: "Assess detection",
    about: "What could be detected, with which logs, and how well it can be hunted.",
  },
  {
    kind: "entities",
    name: "Entities",
    ask: "Look for names",
    about: "Actors, malware and techniques, also those that the rules did not find.",
  },
  { kind: "translation", name: "Translation", ask: "Translate", about: "Title and summary in English." },
];

export function kindName(kind: string): string {
  return kinds.find((known) => known.kind === kind)?.name ?? kind;
}

type Section = { section: string; name: string };

const sections: readonly Section[] = [
  { section: "title", name: "Title" },
  { section: "summary", name: "What it says" },
  { section: "behaviour", name: "Behaviour" },
  { section: "observable", name: "Traces" },
  { section: "detectable", name: "What can be detected" },
  { section: "technique", name: "Techniques" },
  { section: "entity", name: "Names" },
  { section: "huntability", name: "Why this score" },
  { section: "hypothesis", name: "Hypotheses" },
  { section: "data_source", name: "Data to look in" },
  { section: "query", name: "What to search for" },
  { section: "log_source", name: "Logs that are needed" },
  { section: "false_positive", name: "False alarms to expect" },
];

export type ClaimGroup = Section & { claims: Claim[] };

/** What is borne out, by section: facts of the text apart from advice that rests on them. */
export function groupsOf({ claims }: Pick<Analysis, "claims">, nature: Claim["nature"]): ClaimGroup[] {
  const own = claims.filter((claim) => claim.nature === nature && claim.status === "supported");
  const known = new Set(sections.map(({ section }) => section));
  return [...sections, ...unknownOf(own, known)]
    .map((section) => ({ ...section, claims: own.filter((claim) => claim.section === section.section) }))
    .filter((group) => group.claims.length > 0);
}

/** A section that a later server knows. */
function unknownOf(claims: readonly Claim[], known: ReadonlySet<string>): Section[] {
  const names = new Set(claims.map(({ section }) => section).filter((section) => !known.has(section)));
  return [...names].map((section) => ({ section, name: section.replaceAll("_", " ") }));
}

export function unsupportedOf({ claims }: Pick<Analysis, "claims">): Claim[] {
  return claims.filter(({ status }) => status === "unsupported");
}

/** `Read 8 of 14 parts, 61 % of the text`; null where nothing is known of it. */
export function coverageWords(coverage: Analysis["coverage"]): { text: string; isWhole: boolean } | null {
  if (!coverage || coverage.parts === 0) return null;
  const { parts, parts_read: read, chars, chars_read: charsRead } = coverage;
  if (read >= parts) return { text: parts === 1 ? "Read in full" : `Read all ${parts} parts`, isWhole: true };
  // Never "100 %" of what was not read whole.
  const share = chars > 0 ? `, ${Math.min(99, Math.round((charsRead / chars) * 100))} % of the text` : "";
  return { text: `Read ${read} of ${parts} parts${share}`, isWhole: false };
}

/** What the model said and is not shown, so that nothing goes without a word. */
export function leftOutWords({ surplus, known }: Analysis["left_out"]): string[] {
  return [
    ...(known > 0 ? [`${plural(known, "name is", "names are")} left out: the rules had found them.`] : []),
    ...(surplus > 0
      ? [`${plural(surplus, "claim is", "claims are")} left out: more than anybody reads.`]
      : []),
  ];
}
