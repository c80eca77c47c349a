import { blocksOf, type TextBlock } from "../html/blocks.ts";
import { findIndicators } from "../indicators/find-indicators.ts";
import { scanNames } from "../names/match-names.ts";
import type { IndicatorType } from "./entity-types.ts";
import { type EntityMention, type Field, groupMentions } from "./group-mentions.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Mention } from "./mention.ts";

export type ExtractionSubject = {
  title: string;
  text: string;
  /** Sanitised HTML of the same text, where there is one: it tells tables, headings and code. */
  html: string | null;
  /** Registrable domains of the source and of the article. */
  ownHosts: string[];
  /** Of the article's source, for what analysts hold to be harmless only there. */
  sourceId: number | null;
};

export type Extraction = {
  /** Every mention in the text, in order. */
  mentions: Mention[];
  titleMentions: Mention[];
  entities: EntityMention[];
  blocks: TextBlock[];
};

/** All that an article's title and text name, each with its place, status, role and reasons. */
export function extractEntities(
  { title, text, html, ownHosts, sourceId }: ExtractionSubject,
  knowledge: Knowledge,
): Extraction {
  const { benign } = knowledge;
  const context = {
    ownHosts: new Set(ownHosts),
    benign: benign && ((type: IndicatorType, value: string) => benign(type, value, sourceId)),
  };
  const find = (part: string, blocks: TextBlock[]): Mention[] =>
    withoutOverlap(findIndicators(part, blocks, context), scanNames(knowledge.gazetteer, part, blocks));
  const blocks = blocksOf(text, html);
  const mentions = find(text, blocks);
  const titleMentions = find(title, []);
  const fields: { field: Field; mentions: Mention[] }[] = [
    { field: "title", mentions: titleMentions },
    { field: "text", mentions },
  ];
  return { mentions, titleMentions, entities: withLabels(groupMentions(fields), knowledge), blocks };
}

/** A name inside of a URL, a path or a hash is not named. */
function withoutOverlap(indicators: Mention[], names: Mention[]): Mention[] {
  const merged: Mention[] = [];
  let at = 0;
  let reach = 0;
  for (const name of names.toSorted((a, b) => a.start - b.start)) {
    while (at < indicators.length && (indicators[at]?.start ?? 0) <= name.start) {
      const indicator = indicators[at++];
      if (!indicator) continue;
      merged.push(indicator);
      reach = Math.max(reach, indicator.end);
    }
    const next = indicators[at];
    const isInside = name.status !== "proposed" && (name.start < reach || (next && next.start < name.end));
    if (!isInside) merged.push(name);
  }
  merged.push(...indicators.slice(at));
  return merged;
}

function withLabels(entities: EntityMention[], { known }: Knowledge): EntityMention[] {
  for (const entity of entities) {
    const named = known.get(`${entity.type}:${entity.value}`);
    if (!named) continue;
    entity.label = named.label === entity.value ? null : named.label;
    entity.externalId = named.externalId;
  }
  return entities;
}
