import type { EntityType } from "../entities/entity-types.ts";
import type { ContentKind } from "./weights.ts";

export type RankEntity = {
  type: EntityType;
  value: string;
  /** Label and aliases. */
  names: string[];
  inTitle: boolean;
};

export type RankFlaw = {
  id: string;
  /** On a list of flaws that are known to be exploited. */
  isKev: boolean;
  isUsedByRansomware: boolean;
  /** The subject itself says that it is exploited. */
  isExploited: boolean;
  /** 0 to 10. */
  cvss: number | null;
  /** 0 to 1. */
  epss: number | null;
};

/** An article or a story as ranking sees it. Entities that a list knows as benign are left out. */
export type RankInput = {
  kind: ContentKind;
  /** When it was published, or when something new was last said. */
  at: Date;
  title: string;
  /** For watched terms; null when only the title is at hand. */
  text: string | null;
  entities: RankEntity[];
  flaws: RankFlaw[];
  /** Different owners of the sources that report it; copies do not count. */
  owners: number;
  /** The best of its sources. */
  source: { name: string; tier: number; weight: number };
  /** How many values of each kind nobody had reported before. */
  news: { indicators: number; techniques: number; flaws: number; names: number };
  quality: number | null;
  hunt: number | null;
};

/** What a user wants to hear of: words, or an entity of one type by any of its names. */
export type Watch = {
  kind: "term" | EntityType;
  value: string;
  /** 1 is usual. */
  weight: number;
  /** The list it stands in. */
  list: string;
};
