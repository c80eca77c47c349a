import { sections } from "@cti/llm/analysis";
import { type IndicatorType, indicatorTypes } from "@cti/pipeline/entities/entity-types";
import { defang } from "@cti/pipeline/indicators/defang";
import { styleText } from "node:util";

import type { Analysis, AnalysisClaim } from "../data/data.ts";
import { print, printText } from "../output.ts";
import { clean } from "../terminal/clean.ts";
import { count, formatDuration, formatTime } from "../terminal/format.ts";

const titles: Record<string, string> = {
  title: "Title",
  summary: "Summary",
  behaviour: "Behaviours",
  observable: "Observables",
  technique: "Techniques",
  entity: "Names",
  detectable: "Detectable",
  hypothesis: "Hypotheses",
  data_source: "Data sources",
  query: "Queries",
  log_source: "Log sources",
  false_positive: "False positives",
  huntability: "Huntability",
};

/**
 * An analysis for people: what the text says, apart from what the model advises, each claim with the numbers of its
 * quotes; then the quotes, and apart from all of it what the text does not bear out.
 */
export function printAnalysis(analysis: Analysis): void {
  const { kind, subject, subject_id, claims, error, status } = analysis;
  print(styleText("bold", `${nameOf(kind)} of ${subject} ${subject_id}`, { stream: process.stdout }));
  if (status !== "completed") printText(`${status}${error === null ? "" : `: ${error}`}`);
  const supported = claims.filter((claim) => claim.status === "supported");
  if (status === "completed" && supported.length === 0)
    print(
      claims.length === 0
        ? "\nThe model said nothing."
        : "\nNothing that the model said is borne out by the text.",
    );
  const quotes = numberQuotes(supported);
  printClaims(
    "What the text says",
    supported.filter(({ nature }) => nature === "fact"),
    quotes,
  );
  printClaims(
    "What the model advises",
    supported.filter(({ nature }) => nature === "advice"),
    quotes,
  );
  printQuotes(quotes);
  printUnsupported(claims.filter((claim) => claim.status === "unsupported"));
  printFoot(analysis);
}

function nameOf(kind: Analysis["kind"]): string {
  const names = {
    summary: "Summary",
    hunt: "Threat hunt",
    detection: "Detection",
    entities: "Names",
    translation: "Translation",
  };
  return names[kind];
}

type Quotes = Map<string, { number: number; article: number; quote: string }>;

/** In the order in which the claims have them; two claims may rest on one quote. */
function numberQuotes(claims: AnalysisClaim[]): Quotes {
  const quotes: Quotes = new Map();
  for (const { evidence } of inOrder(claims))
    for (const { quote, spans } of evidence) {
      const article = spans[0]?.article_id ?? 0;
      const key = `${article} ${quote}`;
      if (!quotes.has(key)) quotes.set(key, { number: quotes.size + 1, article, quote });
    }
  return quotes;
}

/** Section by section, facts first, as they are printed. */
function inOrder(claims: AnalysisClaim[]): AnalysisClaim[] {
  const order = Object.keys(sections);
  return claims.toSorted((a, b) => order.indexOf(a.section) - order.indexOf(b.section) || a.id - b.id);
}

function printClaims(title: string, claims: AnalysisClaim[], quotes: Quotes): void {
  if (claims.length === 0) return;
  print(`\n${title}`);
  let section = "";
  for (const claim of inOrder(claims)) {
    if (claim.section !== section) print(`  ${titles[claim.section] ?? clean(claim.section)}`);
    section = claim.section;
    const numbers = claim.evidence.map(({ quote, spans }) => {
      const number = quotes.get(`${spans[0]?.article_id ?? 0} ${quote}`)?.number;
      return ` [${number ?? "?"}]`;
    });
    printText(`  ${String(claim.id).padStart(3)}. ${textOf(claim)}${numbers.join("")}${saidOf(claim)}`);
  }
}

/** On one line, so that no claim looks like two; what it is about stands before it, unless it says so itself. */
function textOf(claim: AnalysisClaim): string {
  const { subject } = claim;
  const text = claim.text.replaceAll(/\s+/g, " ").trim();
  if (subject === null) return text;
  const value = (indicatorTypes as readonly string[]).includes(subject.type)
    ? defang(subject.type as IndicatorType, subject.value)
    : subject.value;
  const label = subject.label === null || subject.label === subject.value ? "" : ` ${subject.label}`;
  const named = `${subject.type} ${value}${label}`;
  return text === subject.value || text === "" ? named : `${named}: ${text}`;
}

function saidOf({ accepted, rejected, entity_id }: AnalysisClaim): string {
  const said = [
    ...(accepted > 0 ? [`accepted ${accepted}`] : []),
    ...(rejected > 0 ? [`rejected ${rejected}`] : []),
    ...(entity_id === null ? [] : [`entity ${entity_id}`]),
  ];
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

function printQuotes(quotes: Quotes): void {
  if (quotes.size === 0) return;
  print("\nQuotes");
  for (const { number, article, quote } of quotes.values())
    printText(`  [${number}] article ${article}: “${quote.replaceAll(/\s+/g, " ")}”`);
}

function printUnsupported(claims: AnalysisClaim[]): void {
  if (claims.length === 0) return;
  print("\nUnsupported: the text does not bear it out, it counts nowhere");
  for (const claim of claims) {
    const struck = styleText(["dim", "strikethrough"], clean(textOf(claim)), { stream: process.stdout });
    print(`  ${String(claim.id).padStart(3)}. ${struck}${saidOf(claim)}`);
    printText(`       unsupported: ${(claim.reason ?? "it has no evidence").replaceAll(/\s+/g, " ")}`);
  }
}

function printFoot(analysis: Analysis): void {
  const { huntability, coverage, suspicious, outdated, left_out, up, down } = analysis;
  print("");
  if (huntability !== null) print(`huntability ${huntability} of 10`);
  if (coverage !== null) {
    const share = coverage.chars === 0 ? 100 : Math.floor((100 * coverage.chars_read) / coverage.chars);
    print(`read ${coverage.parts_read} of ${coverage.parts} parts, ${share} % of the text`);
  }
  if (left_out.known > 0) print(`${count(left_out.known, "name")} left out that the rules had found`);
  if (left_out.surplus > 0) print(`${count(left_out.surplus, "claim")} left out: more than anybody reads`);
  for (const { article_id, start, end, reason } of suspicious)
    printText(`warning: article ${article_id} speaks to a model at ${start} to ${end}: ${reason}`);
  if (outdated) print("outdated: its texts, the prompt or the model are others now; ask again for a new one");
  const { id, model, prompt_version, prompt_tokens, output_tokens, seconds, finished_at } = analysis;
  const facts = [
    `analysis ${id}`,
    model,
    prompt_version,
    `${prompt_tokens.toLocaleString("en-GB")} tokens read, ${output_tokens.toLocaleString("en-GB")} written`,
    formatDuration(1_000 * seconds),
    ...(finished_at === null ? [] : [formatTime(finished_at)]),
    ...(up > 0 ? [`up ${up}`] : []),
    ...(down > 0 ? [`down ${down}`] : []),
  ];
  printText(facts.join(" · "));
}
