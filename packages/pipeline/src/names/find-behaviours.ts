import type { Mention } from "../entities/mention.ts";
import type { TextBlock } from "../html/blocks.ts";
import type { Behaviour, Lolbin } from "../knowledge/starter-names.ts";
import { createGazetteer } from "./gazetteer.ts";
import { matchPhrases } from "./match-phrases.ts";
import { matchPrograms } from "./match-programs.ts";
import { placer } from "./place-of.ts";
import type { Scan } from "./read-token.ts";
import { scanText } from "./scan-text.ts";

/** Finds phrases and commands that imply a technique; `proposed` mentions with a confidence of 0.6 at most. */
export function findBehaviours(
  behaviours: readonly Behaviour[],
  lolbins: readonly Lolbin[],
  text: string,
  blocks: TextBlock[],
): Mention[] {
  const gazetteer = createGazetteer([], { ordinaryWords: new Set(), behaviours, lolbins });
  return proposeTechniques(scanText(gazetteer, text), placer(text, blocks));
}

/** A text with more than that is made to have them. */
const MOST_PROPOSALS = 200;
const CHARS_PER_PROPOSAL = 200;

/** The same on a text that was scanned already, in the order of the text; one proposal per technique and place. */
export function proposeTechniques(scan: Scan, place: ReturnType<typeof placer>): Mention[] {
  const most = MOST_PROPOSALS + scan.text.length / CHARS_PER_PROPOSAL;
  const found = [...matchPhrases(scan, 2 * most), ...matchPrograms(scan)].sort(
    (one, other) => one.start - other.start || one.end - other.end,
  );
  const mentions: Mention[] = [];
  let seenStart = -1;
  let seen = new Set<string>();
  for (const proposal of found) {
    if (proposal.start !== seenStart) [seenStart, seen] = [proposal.start, new Set()];
    if (seen.has(proposal.technique) || mentions.length > most) continue;
    seen.add(proposal.technique);
    mentions.push({
      type: "technique",
      value: proposal.technique,
      start: proposal.start,
      end: proposal.end,
      matched: scan.text.slice(proposal.start, proposal.end),
      ...place(proposal.start),
      role: null,
      confidence: proposal.confidence,
      reasons: proposal.reasons,
      status: "proposed",
      benign: null,
      details: null,
    });
  }
  return mentions;
}
