import type { MentionColumns } from "./pack-mentions.ts";

/** An entity by which articles are joined; `key` is the value, or its hash where that is too long for an index. */
export type NamedEntity = {
  type: string;
  value: string;
  key: string;
  label: string | null;
  externalId: string | null;
  /** JSON array of its other names, `{ name, source }`; null for what has none. */
  aliases: string | null;
};

/**
 * What is computed of one article's text with nothing else at hand, ready to be stored: rows are texts already, since
 * they cross a thread border and go to the database as they are.
 */
export type Understanding = {
  /** Of the code and the knowledge that made it. */
  extractorVersion: string;
  entities: NamedEntity[];
  /** A mention of each of the entities, in their order. */
  mentions: MentionColumns;
  /** JSON object of the feature row. */
  features: string;
};
