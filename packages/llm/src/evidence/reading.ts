import { extractEntities } from "@cti/pipeline/entities/extract-entities";
import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import type { Mention } from "@cti/pipeline/entities/mention";
import type { TextBlock } from "@cti/pipeline/html/blocks";
import { detectLanguage } from "@cti/pipeline/language";
import type { Document, Span, SuspiciousPassage } from "../analysis.ts";
import { indexQuotes, type QuoteIndex } from "./find-quote.ts";
import { findSuspicious, speaksToModel } from "./injection.ts";

/** A document that was read once for the check of many claims. */
export type Reading = {
  document: Document;
  quotes: QuoteIndex;
  blocks: TextBlock[];
  /** What our extraction finds outside of suspicious passages. */
  mentions: Mention[];
  titleMentions: Mention[];
  suspicious: SuspiciousPassage[];
  /** A title that speaks to a model is no evidence. */
  isTitleSuspicious: boolean;
  /** ISO 639-1. */
  language: string;
  isEnglish: boolean;
};

/** Reads a document, or gives what was read before of the same object with the same knowledge. */
export function readDocument(document: Document, knowledge: Knowledge): Reading {
  const known = readings.get(document);
  if (known !== undefined && known.knowledge === knowledge) return known.reading;
  const reading = read(document, knowledge);
  readings.set(document, { knowledge, reading });
  return reading;
}

const readings = new WeakMap<Document, { knowledge: Knowledge; reading: Reading }>();

function read(document: Document, knowledge: Knowledge): Reading {
  const { title, text, language } = document;
  const quotes = indexQuotes(document);
  const normal = quotes.fields.find(({ field }) => field === "text")?.normal;
  const suspicious = normal === undefined ? [] : findSuspicious(document, normal);
  const found = extractEntities({ title, text, html: null, ownHosts: [], sourceId: null }, knowledge);
  const isTitleSuspicious = speaksToModel(title);
  const spoken = (language ?? detectLanguage(text) ?? "en").toLowerCase();
  return {
    document,
    quotes,
    blocks: found.blocks,
    mentions: found.mentions.filter(({ start, end }) => !overlaps(suspicious, start, end)),
    titleMentions: isTitleSuspicious ? [] : found.titleMentions,
    suspicious,
    isTitleSuspicious,
    language: spoken.slice(0, 2),
    isEnglish: spoken.startsWith("en"),
  };
}

/** Whether a quote's place is one where the document speaks to a model. */
export function isSuspiciousSpan(reading: Reading, { field, start, end }: Span): boolean {
  return field === "title" ? reading.isTitleSuspicious : overlaps(reading.suspicious, start, end);
}

export function overlaps(
  passages: readonly { start: number; end: number }[],
  start: number,
  end: number,
): boolean {
  return passages.some((passage) => passage.start < end && start < passage.end);
}
