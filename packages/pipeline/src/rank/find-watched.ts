import { foldName, foldWords } from "../query/fold.ts";
import type { RankInput, Watch } from "./rank-input.ts";

export type WatchHit = { watch: Watch; inTitle: boolean };

/** Which watches a subject meets: terms as whole words in title or text, entities by any of their names. */
export function findWatched({ title, text, entities }: RankInput, watches: Watch[]): WatchHit[] {
  const names = namesByType(entities);
  const hasTerms = watches.some(({ kind }) => kind === "term");
  const folded = hasTerms ? { title: spaced(title), text: spaced(text ?? "") } : { title: " ", text: " " };
  return watches.flatMap((watch): WatchHit[] => {
    if (watch.kind !== "term") {
      const inTitle = names.get(`${watch.kind}:${foldName(watch.value)}`);
      return inTitle === undefined ? [] : [{ watch, inTitle }];
    }
    const words = spaced(watch.value);
    if (words.trim() === "") return [];
    const inTitle = folded.title.includes(words);
    return inTitle || folded.text.includes(words) ? [{ watch, inTitle }] : [];
  });
}

function spaced(text: string): string {
  return ` ${foldWords(text).join(" ")} `;
}

/** Whether an entity stands in the title, by type and each folded name. */
function namesByType(entities: RankInput["entities"]): Map<string, boolean> {
  const known = new Map<string, boolean>();
  for (const { type, value, names, inTitle } of entities) {
    for (const name of [value, ...names]) {
      const key = `${type}:${foldName(name)}`;
      known.set(key, (known.get(key) ?? false) || inTitle);
    }
  }
  return known;
}
