import type { Mention } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";
import { evidenceOf } from "./evidence.ts";
import { findHuntTerms } from "./find-hunt-terms.ts";
import { huntLexicon } from "./hunt-lexicon.ts";
import type { Part } from "./part.ts";
import { groupTerms, scoreHunt } from "./score-hunt.ts";
import { scoreQuality } from "./score-quality.ts";
import { structureOf } from "./structure.ts";

export type WorthInput = {
  title: string;
  text: string;
  /** The sanitised page, for its links and quotes, and for its structure when there are no blocks. */
  html?: string | null;
  blocks?: TextBlock[];
  wordCount: number;
  language: string | null;
  mentions: Mention[];
  hasAuthor: boolean;
  hasDate: boolean;
  /** `page`, `pdf`, `file`, `feed` or `none`. */
  textSource: string;
};

/** Both scores are 0 to 100 with one decimal, the sum of the points of their parts within these bounds. */
export type Worth = { quality: number; qualityParts: Part[]; hunt: number; huntParts: Part[] };

/** How good a text is, and how much of it a hunter can use. To sort by, never a reason to drop. Linear in the text. */
export function scoreWorth(input: WorthInput): Worth {
  const lexicon = huntLexicon();
  const classes = groupTerms(lexicon.terms, findHuntTerms(lexicon, [input.title, input.text]));
  const found = {
    classes,
    evidence: evidenceOf(input.mentions),
    structure: structureOf(input.text, input),
  };
  const hunt = scoreHunt({ ...input, ...found });
  const quality = scoreQuality({ ...input, ...found });
  return { quality: quality.score, qualityParts: quality.parts, hunt: hunt.score, huntParts: hunt.parts };
}
