import type { BenignIndex } from "../benign/compile-benign.ts";
import { benignHits, strengthOf } from "../benign/benign-hits.ts";
import type { KnownName } from "../knowledge/known-name.ts";
import {
  starterBehaviours,
  starterLolbins,
  starterNames,
  starterOrdinaryWords,
} from "../knowledge/starter-names.ts";
import { createGazetteer, type Gazetteer, type NamedEntity } from "../names/gazetteer.ts";
import { mergeNames } from "../names/merge-names.ts";
import type { IndicatorType } from "./entity-types.ts";

/** What extraction knows of the field, as plain data that crosses a thread border. */
export type KnowledgeData = {
  /** Changes with the code of extraction and with the knowledge itself. */
  version: string;
  /** Merged names, or null for those that the product brings with it. */
  names: KnownName[] | null;
  benign: BenignIndex | null;
};

/** The same, ready for use. */
export type Knowledge = {
  version: string;
  gazetteer: Gazetteer;
  /** Label and ATT&CK id of everything that has a name, by `type:value`. */
  known: ReadonlyMap<string, NamedEntity>;
  /** The most telling list that knows a value as benign; `sourceId` is the article's source. */
  benign: ((type: IndicatorType, value: string, sourceId: number | null) => BenignHit | null) | null;
};

/** A weak list, such as top sites or clouds, only says that many use the value. */
export type BenignHit = { list: string; isStrong: boolean };

/** Raised whenever extraction gives other results than before: stored articles are then extracted again. */
export const extractionVersion = "1";

export function createKnowledge({ version, names, benign }: KnowledgeData): Knowledge {
  const gazetteer = createGazetteer(names ?? mergeNames([starterNames()]), {
    ordinaryWords: starterOrdinaryWords(),
    behaviours: starterBehaviours(),
    lolbins: starterLolbins(),
  });
  return {
    version,
    gazetteer,
    known: new Map(gazetteer.entities.map((entity) => [`${entity.type}:${entity.value}`, entity])),
    benign: benign && ((type, value, sourceId) => strongestHit(benign, type, value, sourceId)),
  };
}

/** Knowledge with nothing synced: what the product brings with it. */
export function starterKnowledge(): Knowledge {
  return createKnowledge({ version: `${extractionVersion}-starter`, names: null, benign: null });
}

function strongestHit(
  index: BenignIndex,
  type: IndicatorType,
  value: string,
  sourceId: number | null,
): BenignHit | null {
  const hits = benignHits(index, type, value, sourceId).map((list) => ({
    list,
    // What analysts say themselves is not weighed.
    isStrong: list.startsWith("own: ") || strengthOf(index, list) === "strong",
  }));
  return hits.find(({ isStrong }) => isStrong) ?? hits[0] ?? null;
}
