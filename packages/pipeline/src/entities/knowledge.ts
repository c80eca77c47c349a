import type { BenignIndex } from "../benign/compile-benign.ts";
import { benignHits, strengthOf } from "../benign/benign-hits.ts";
import type { KnownAlias, KnownName } from "../knowledge/known-name.ts";
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
  /** Merged names as JSON, which only the threads that use them need to read; null for those of the product itself. */
  names: string | null;
  benign: BenignIndex | null;
};

/** The same, ready for use. */
export type Knowledge = {
  version: string;
  gazetteer: Gazetteer;
  /** Label, ATT&CK id and all names of everything that has a name, by `type:value`. */
  known: ReadonlyMap<string, KnownEntity>;
  /** All names of an entity as JSON, by `type:value`; written once, since the same names come in many articles. */
  aliasesOf: (key: string) => string | null;
  /** The most telling list that knows a value as benign; `sourceId` is the article's source. */
  benign: ((type: IndicatorType, value: string, sourceId: number | null) => BenignHit | null) | null;
};

export type KnownEntity = NamedEntity & { aliases: KnownAlias[] };

/** A weak list, such as top sites or clouds, only says that many use the value. */
export type BenignHit = { list: string; isStrong: boolean };

/** Raised whenever extraction gives other results than before: stored articles are then extracted again. */
export const extractionVersion = "4";

export function createKnowledge({ version, names, benign }: KnowledgeData): Knowledge {
  const merged = names === null ? mergeNames([starterNames()]) : (JSON.parse(names) as KnownName[]);
  const gazetteer = createGazetteer(merged, {
    ordinaryWords: starterOrdinaryWords(),
    behaviours: starterBehaviours(),
    lolbins: starterLolbins(),
  });
  const known = new Map(merged.map((entity) => [`${entity.type}:${entity.value}`, entity]));
  const aliases = new Map<string, string>();
  return {
    version,
    gazetteer,
    known,
    aliasesOf: (key) => {
      const named = known.get(key);
      if (!named) return null;
      let json = aliases.get(key);
      if (json === undefined) {
        json = JSON.stringify(named.aliases.map(({ name, source }) => ({ name, source })));
        aliases.set(key, json);
      }
      return json;
    },
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
