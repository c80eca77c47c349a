import { bandsOf, signatureOf } from "../similarity/minhash.ts";
import { packSignature } from "../similarity/pack-signature.ts";
import { featuresOf } from "../stories/features.ts";
import { packFeatures } from "../stories/pack-features.ts";
import { scoreWorth } from "../worth/score-worth.ts";
import { type ExtractionSubject, extractEntities } from "./extract-entities.ts";
import type { EntityMention } from "./group-mentions.ts";
import type { Knowledge } from "./knowledge.ts";
import type { Understanding } from "./understanding.ts";

export type UnderstandingSubject = ExtractionSubject & {
  language: string | null;
  wordCount: number;
  textSource: "page" | "feed" | "pdf" | "file" | "none";
  hasAuthor: boolean;
  hasDate: boolean;
};

/** Everything that one article says by itself: entities, scores, and what it is compared by. */
export function understand(subject: UnderstandingSubject, knowledge: Knowledge): Understanding {
  const { title, text, language } = subject;
  const { mentions, entities } = extractEntities(subject, knowledge);
  const { quality, qualityParts, hunt, huntParts } = scoreWorth({
    ...subject,
    html: subject.html ?? "",
    mentions,
  });
  const signature = subject.wordCount >= minWords ? signatureOf(text) : null;
  const features = featuresOf({ title, text, language, entities: entities.filter(isTelling).map(toKey) });
  return {
    extractorVersion: knowledge.version,
    entities,
    quality,
    qualityParts,
    hunt,
    huntParts,
    signature: signature && packSignature(signature),
    bands: signature && [...bandsOf(signature)],
    storyFeatures: packFeatures(features),
  };
}

/** Texts of fewer words resemble each other by chance. */
const minWords = 25;

function isTelling({ status }: EntityMention): boolean {
  return status === "indicator" || status === "named";
}

function toKey({ type, value }: EntityMention): { key: string; type: EntityMention["type"] } {
  return { key: `${type}:${value}`, type };
}
