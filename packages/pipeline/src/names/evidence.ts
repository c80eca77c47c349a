import type { Claim, NamedEntity } from "./gazetteer.ts";
import type { Sentences } from "./name-events.ts";

export type Verdict = { confidence: number; reasons: string[] };

/** What a text says as a whole, filled while its names are decided. */
export type Evidence = {
  text: string;
  sentences: Sentences;
  entities: readonly NamedEntity[];
  /** Entities that the text names beyond doubt somewhere. */
  unlocked: Set<number>;
  /** Sentences with a sure name of a threat, and with an id of ATT&CK. */
  certain: Uint8Array;
  codes: Uint8Array;
  isField: boolean;
  certainCount: number;
};

/** Where the sure names before and after end and begin, for lists; -1 where there is none. */
export type Neighbours = { before: number; after: number };

export type Subject = { claim: Claim; entity: NamedEntity; list: Neighbours | null };
export type Why = { confidence: number; reason: string | null };
