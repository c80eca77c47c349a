import { count } from "../../kit/number.ts";
import { outcomeWord } from "../../kit/outcome-words.ts";
import { duration } from "../../kit/time-words.ts";
import { factsOf, type Fact } from "./facts.ts";
import type { Run } from "./queries.ts";
import { reasonWords } from "../sources/words.ts";

/** One line of a comparison; `change` says in words by how much it differs, null when it does not. */
export type Line = { name: string; one: string; other: string; change: string | null };

/** Two runs side by side: how they ended, what they counted, measured and were told to do. */
export function compareRuns(one: Run, other: Run): Line[] {
  const facts = [one, other].map((run) => new Map(allFacts(run).map((fact) => [fact.name, fact])));
  const names = new Set(facts.flatMap((map) => [...map.keys()]));
  return [...names].map((name) => lineOf(name, facts[0]?.get(name), facts[1]?.get(name)));
}

function allFacts(run: Run): Fact[] {
  const { started_at, finished_at, status, counts, errors, warnings, params, metrics } = run;
  const took = finished_at === null ? null : Date.parse(finished_at) - Date.parse(started_at);
  // The measured time is within the whole one and would be told twice.
  const { durationMs: _, ...measured } = metrics;
  return [
    { name: "Status", text: outcomeWord(status), value: status },
    { name: "Took", text: duration(took), value: took, format: duration },
    ...factsOf(counts),
    { name: "Errors", text: String(errors.length), value: errors.length },
    { name: "Warnings", text: String(warnings.length), value: warnings.length },
    ...factsOf(measured),
    ...factsOf(params, "Asked for"),
  ];
}

function lineOf(name: string, one: Fact | undefined, other: Fact | undefined): Line {
  const texts = { one: one?.text ?? "–", other: other?.text ?? "–" };
  const isSame = texts.one === texts.other;
  return { name, ...texts, change: isSame ? null : changeOf(one, other) };
}

function changeOf(one: Fact | undefined, other: Fact | undefined): string {
  const [a, b] = [one?.value, other?.value];
  if (typeof a !== "number" || typeof b !== "number") return "changed";
  return `${a > b ? "+" : "−"}${(one?.format ?? count)(Math.abs(a - b))}`;
}

export type SourceLine = { source: string; one: string; other: string };

/** Sources for which the two runs ended differently. */
export function compareSources(one: Run, other: Run): SourceLine[] {
  const ends = [one, other].map(({ checks }) => new Map(checks.map((check) => [check.source, endOf(check)])));
  const names = new Set(ends.flatMap((map) => [...map.keys()]));
  return [...names]
    .map((source) => ({
      source,
      one: ends[0]?.get(source) ?? "not checked",
      other: ends[1]?.get(source) ?? "not checked",
    }))
    .filter((line) => line.one !== line.other)
    .sort((a, b) => a.source.localeCompare(b.source));
}

function endOf({ outcome, reason, counts }: Run["checks"][number]): string {
  if (outcome === "failed") return `Failed: ${reasonWords(reason ?? "unknown")}`;
  const fresh = counts["new"] ?? 0;
  return fresh > 0 ? `${outcomeWord(outcome)}, ${fresh} new` : outcomeWord(outcome);
}
