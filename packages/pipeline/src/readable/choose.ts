import type { Metadata } from "./metadata.ts";
import { guessRoots } from "./roots.ts";
import type { Segmented } from "./segments.ts";

/** Decides for each segment whether it belongs to the content: 1 or 0. */
export function chooseSegments(
  { segments, boxes, words }: Segmented,
  _metadata: Metadata,
  _url: string,
): Uint8Array {
  const chosen = new Uint8Array(segments.length);
  const { descent } = guessRoots(segments, boxes);
  let kept = 0;
  for (let at = descent.first; at < descent.last; at++) {
    const segment = segments[at];
    if (segment === undefined || segment.box.ruledOut) continue;
    chosen[at] = 1;
    kept += segment.words;
  }
  return kept < words * 0.1 ? chosen.fill(1) : chosen;
}
