import type { Mention } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";
import { decideNames } from "./decide-names.ts";
import { proposeTechniques } from "./find-behaviours.ts";
import type { Gazetteer } from "./gazetteer.ts";
import { placer } from "./place-of.ts";
import { scanText } from "./scan-text.ts";

/** Finds the names of the field in a text, in its order; `named` mentions only. */
export function matchNames(gazetteer: Gazetteer, text: string, blocks: TextBlock[]): Mention[] {
  return decideNames(scanText(gazetteer, text), placer(text, blocks));
}

/** Finds names and, by what happens, techniques in one pass; `proposed` mentions come after the `named` ones. */
export function scanNames(gazetteer: Gazetteer, text: string, blocks: TextBlock[]): Mention[] {
  const scan = scanText(gazetteer, text);
  return [...decideNames(scan, placer(text, blocks)), ...proposeTechniques(scan, placer(text, blocks))];
}
