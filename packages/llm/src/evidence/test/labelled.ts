import type { RawClaim } from "../../analysis.ts";

/** Claims as models write them over the articles; what a careful reader says of each. */
export type Labelled = { article: number; label: "true" | "altered" | "invented" | "misplaced" } & RawClaim;

type Section = RawClaim["section"];
type Row = [
  label: Labelled["label"],
  section: Section,
  text: string,
  quotes: string | string[],
  subject?: string,
];

export function labelledOf(article: number, rows: Row[]): Labelled[] {
  return rows.map(([label, section, text, quotes, subject]) => {
    const [type = "", value = ""] = subject?.split("=", 2) ?? [];
    return {
      article,
      label,
      section,
      text,
      quotes: typeof quotes === "string" ? [quotes] : quotes,
      subject: subject === undefined ? null : { type, value: subject.slice(type.length + 1) || value },
    };
  });
}
