import type { AnalysisKind, RawClaim, Section } from "../analysis.ts";
import type { Answers, Said } from "./schemas.ts";

/**
 * What an answer says, claim by claim, in its order. `title` is that of the article which was translated: its
 * translation rests on it, the model need not quote it.
 */
export function toRawClaims<Kind extends AnalysisKind>(
  kind: Kind,
  value: Answers[Kind],
  title?: string,
): RawClaim[] {
  const claimsOf: (value: Answers[Kind], title: string | undefined) => RawClaim[] = readers[kind];
  return claimsOf(value, title).filter(({ text }) => text !== "");
}

const readers: {
  [Kind in AnalysisKind]: (value: Answers[Kind], title: string | undefined) => RawClaim[];
} = {
  summary: ({ sentences }) => toldIn("summary", sentences),
  hunt: (answer) => [
    ...toldIn("behaviour", answer.behaviours),
    ...answer.observables.map(observableOf),
    ...answer.behaviours.flatMap(({ technique, text, quotes }) =>
      technique === undefined ? [] : [techniqueOf({ id: technique, why: text, quotes })],
    ),
    ...toldIn("hypothesis", answer.hypotheses),
    ...toldIn("data_source", answer.data_sources),
    ...toldIn("query", answer.queries),
  ],
  detection: (answer) => [
    ...toldIn("detectable", answer.detectable),
    ...answer.techniques.map(techniqueOf),
    ...toldIn("log_source", answer.log_sources),
    ...toldIn("false_positive", answer.false_positives),
    ...toldIn("huntability", answer.huntability.reasons),
  ],
  entities: (answer) =>
    answer.entities.map(({ type, name, quotes }) =>
      type === "technique"
        ? { ...techniqueOf({ id: name, why: "", quotes }), section: "entity", text: name }
        : { section: "entity", text: name, quotes, subject: { type, value: name } },
    ),
  translation: ({ title: translated, sentences }, title) => [
    { section: "title", text: translated, quotes: title ? [title] : [], subject: null },
    ...toldIn("summary", sentences),
  ],
};

function toldIn(section: Section, items: Said[]): RawClaim[] {
  return items.map(({ text, quotes }) => ({ section, text, quotes, subject: null }));
}

type Observable = Answers["hunt"]["observables"][number];

/** What our extraction has no type for must stand in the article letter by letter. */
function observableOf({ type, value, quotes }: Observable): RawClaim {
  const subject = type === "command" || type === "other" ? null : { type: typeOf(type, value), value };
  return { section: "observable", text: value, quotes: subject ? quotes : [...quotes, value], subject };
}

function typeOf(type: Observable["type"], value: string): string {
  if (type === "ip") return /:.*:/.test(value) ? "ipv6" : "ipv4";
  if (type === "hash") return hashTypes[value.trim().length] ?? "sha256";
  if (type === "file") return /[\\/]/.test(value) ? "file_path" : "file_name";
  return type;
}

const hashTypes: Record<number, string> = { 32: "md5", 40: "sha1", 64: "sha256", 128: "sha512" };

const techniqueId = /\bT\d{4}(?:\.\d{3})?\b/;

/** The id is the subject; in the text it would be one more thing that the article does not name. */
function techniqueOf({ id, why, quotes }: { id: string; why: string; quotes: string[] }): RawClaim {
  const value = techniqueId.exec(id)?.[0] ?? id;
  const bare = why
    .replaceAll(value, "")
    .replace(/\(\s*\)|\[\s*\]/g, "")
    .replace(/\s+(?=[.,;:]|\s|$)/g, "");
  const text = bare.replace(/^[\s:,–-]+/, "") || value;
  return { section: "technique", text, quotes, subject: { type: "technique", value } };
}
