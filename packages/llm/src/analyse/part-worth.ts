import type { Mention } from "@cti/pipeline/entities/mention";
import { blocksOfText } from "@cti/pipeline/html/blocks";
import { findIndicators } from "@cti/pipeline/indicators/find-indicators";
import { scoreWorth } from "@cti/pipeline/worth/score-worth";

/**
 * How much of a stretch of text a hunter can use, 0 to 100: the hunt score of articles (indicators, commands, log
 * sources, words of tradecraft), plus ATT&CK ids. It needs no knowledge and is linear in the text.
 */
export function scorePart(text: string, language: string | null): number {
  const blocks = blocksOfText(text);
  const mentions = [
    ...findIndicators(text, blocks, { ownHosts: new Set(), benign: null }),
    ...techniques(text),
  ];
  const { hunt } = scoreWorth({
    title: "",
    text,
    blocks,
    wordCount: 0,
    language,
    mentions,
    hasAuthor: false,
    hasDate: false,
    textSource: "page",
  });
  return hunt;
}

/** Ids that nobody has looked up: whether they exist is no matter here. */
function techniques(text: string): Mention[] {
  return [...text.matchAll(/\bT\d{4}(?:\.\d{3})?\b/g)].map(({ 0: value, index }) => ({
    type: "technique",
    value,
    start: index,
    end: index + value.length,
    matched: value,
    place: "prose",
    under: null,
    role: null,
    confidence: 1,
    reasons: [],
    status: "named",
    benign: null,
    details: null,
  }));
}
