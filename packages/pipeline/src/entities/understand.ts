import { bandsOf, leadBandOf, signatureOf } from "../similarity/minhash.ts";
import { packSignature } from "../similarity/pack-signature.ts";
import { featuresOf } from "../stories/features.ts";
import { packFeatures } from "../stories/pack-features.ts";
import { scoreWorth } from "../worth/score-worth.ts";
import { entityKey } from "./entity-key.ts";
import { type ExtractionSubject, extractEntities } from "./extract-entities.ts";
import type { EntityMention } from "./group-mentions.ts";
import type { Knowledge } from "./knowledge.ts";
import { packMentions } from "./pack-mentions.ts";
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
  const { mentions, entities, blocks } = extractEntities(subject, knowledge);
  const worth = scoreWorth({ ...subject, html: subject.html ?? "", blocks, mentions });
  const signature = subject.wordCount >= minWords ? signatureOf(text) : null;
  const story = featuresOf({ title, text, language, entities: entities.filter(isTelling).map(toKey) });
  return {
    extractorVersion: knowledge.version,
    entities: entities.map(({ type, value, label, externalId }) => ({
      type,
      value,
      key: entityKey(value),
      label,
      externalId,
      aliases: knowledge.aliasesOf(`${type}:${value}`),
    })),
    mentions: packMentions(entities),
    features: JSON.stringify({
      quality: Math.round(worth.quality),
      quality_parts: worth.qualityParts,
      hunt_score: Math.round(worth.hunt),
      hunt_parts: worth.huntParts,
      signature: signature && toBase64(packSignature(signature)),
      bands: signature && [...bandsOf(signature), ...leadBandOf(text)],
      story_features: toBase64(packFeatures(story)),
    }),
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

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
