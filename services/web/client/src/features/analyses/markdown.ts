import { utc } from "../../kit/time-words.ts";
import { passageText } from "../articles/passage.ts";
import { defangWords, type Known } from "./defang-words.ts";
import type { Evidence, NumberedEvidence } from "./evidence.ts";
import type { Analysis, Claim } from "./queries.ts";
import { coverageWords, groupsOf, kindName, unsupportedOf, type ClaimGroup } from "./words.ts";

type Context = {
  /** Of the article or the story. */
  title: string;
  /** Where this installation is, such as `https://cti.example`. */
  origin: string;
  evidence: NumberedEvidence;
  known: readonly Known[];
};

/**
 * An analysis for reports and tickets: facts, advice, and every quote with its place. Addresses are defanged, and what
 * is not borne out is left out.
 */
export function analysisMarkdown(analysis: Analysis, { title, origin, evidence, known }: Context): string {
  const write = (text: string): string => escaped(defangWords(text, known));
  const block = ({ name, claims }: ClaimGroup): string[] => [
    `## ${name}`,
    claims.map((claim) => `- ${lineOf(claim, evidence.of(claim), write)}`).join("\n"),
  ];
  const facts = groupsOf(analysis, "fact").flatMap(block);
  const advice = groupsOf(analysis, "advice").flatMap(block);
  const cited = new Set(supported(analysis).flatMap((claim) => evidence.of(claim)));
  const quotes = evidence.all.filter((each) => cited.has(each));
  return [
    `# ${kindName(analysis.kind)}: ${write(title)}`,
    ...(analysis.huntability === null ? [] : [`Huntability: ${analysis.huntability} of 10`]),
    ...facts,
    ...(advice.length > 0 ? ["*Advice of the model, not of the text:*", ...advice] : []),
    ...(quotes.length > 0
      ? ["## Evidence", quotes.map((each) => quoteOf(each, origin, write)).join("\n")]
      : []),
    footOf(analysis),
  ]
    .join("\n\n")
    .concat("\n");
}

type Write = (text: string) => string;

function supported({ claims }: Analysis): Claim[] {
  return claims.filter(({ status }) => status === "supported");
}

function lineOf({ subject, text }: Claim, evidence: readonly Evidence[], write: Write): string {
  const name = subject && [subject.value, subject.label].filter(Boolean).join(" ");
  const isSame = subject !== null && (text === subject.value || text === subject.label);
  const words = [...(name ? [`**${write(name)}**`] : []), ...(isSame ? [] : [write(text)])].join(" – ");
  return [words, ...evidence.map(({ number }) => `\\[${number}\\]`)].join(" ");
}

function quoteOf(evidence: Evidence, origin: string, write: Write): string {
  const { number, quote, article } = evidence;
  return `${number}. “${write(quote)}” (${origin}/articles/${article}?at=${encodeURIComponent(passageText(evidence))})`;
}

function footOf(analysis: Analysis): string {
  const { model, prompt_version: prompt, finished_at: at } = analysis;
  const left = unsupportedOf(analysis).length;
  return [
    `By the local model ${escaped(model)}, prompt ${escaped(prompt)}${at ? `, ${utc(at)}` : ""}.`,
    ...(coverageWords(analysis.coverage)?.isWhole === false
      ? [`${coverageWords(analysis.coverage)?.text}.`]
      : []),
    ...(left > 0 ? [`Left out, since the text does not bear it out: ${left}.`] : []),
  ].join(" ");
}

/** On one line, and without what Markdown or HTML would read as its own; `[.]` of what is defanged stays as it is. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/(\[[.:@]\](?!\())|[\\`*_{}[\]<>#|!~]/g, (found, safe?: string) => safe ?? `\\${found}`);
}
