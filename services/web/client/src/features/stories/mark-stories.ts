import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { plural } from "../../kit/number.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import type { Change } from "./marks.ts";
import { readStoriesAgain } from "./read-stories-again.ts";
import { applyChange, dropStories, putBack, showPinned } from "./story-cache.ts";

const mostAtOnce = 1_000;

/** `3 stories`. */
export function stories(value: number): string {
  return plural(value, "story", "stories");
}

/**
 * Does the same with some stories: shown at once, put back when the server refuses. It can be undone from the first
 * moment: who presses the key before the server has answered means this too.
 */
export async function markStories(
  ids: readonly number[],
  change: Change,
  { done, onUndone }: { done: string; onUndone?: (ids: readonly number[]) => void },
): Promise<void> {
  if (ids.length === 0) return;
  const before = applyChange(ids, change);
  const sent = send(ids, change);
  offerUndo(`${done} ${stories(ids.length)}`, async () => {
    for (const undo_token of await sent) await api.undo({ body: { undo_token } });
    putBack(before);
    onUndone?.(ids);
  });
  try {
    const tokens = await sent;
    if (tokens.length === 0) say("That is so already");
  } catch (error) {
    putBack(before);
    say(`Nothing was changed: ${errorText(error).title}`, "bad");
    return;
  }
  if (change.add_tags || change.remove_tags) void queryClient.invalidateQueries({ queryKey: ["tags"] });
}

/** What undoes it, for each part that the server did. */
async function send(ids: readonly number[], action: Change): Promise<string[]> {
  const tokens: string[] = [];
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const part = ids.slice(at, at + mostAtOnce);
    const { undo_token } = await api.bulkTriage({ body: { subject: "story", ids: part, action } });
    if (undo_token) tokens.push(undo_token);
  }
  return tokens;
}

/** Puts stories into one; each merge can be taken back. */
export async function mergeStories(into: number, from: readonly number[]): Promise<number | null> {
  try {
    const merged = await api.mergeStory({ params: { id: into }, body: { from: [...from] } });
    dropStories(from.filter((id) => id !== merged.id));
    void readStoriesAgain([merged.id, ...from], [merged.id]);
    const changes = merged.changes.map(({ change_id }) => change_id);
    offerUndo(`Merged ${stories(from.length + 1)} into one`, () =>
      undoChanges(changes, [merged.id, ...from]),
    );
    return merged.id;
  } catch (error) {
    say(`Nothing was merged: ${errorText(error).title}`, "bad");
    return null;
  }
}

/** Takes articles out into a story of their own; gives its number. */
export async function splitStory(id: number, articles: readonly number[]): Promise<number | null> {
  try {
    const split = await api.splitStory({ params: { id }, body: { article_ids: [...articles] } });
    void readStoriesAgain([split.from, split.into]);
    offerUndo(`Split ${plural(split.moved, "article")} out into story ${split.into}`, () =>
      undoChanges([split.change_id], [split.from, split.into]),
    );
    return split.into;
  } catch (error) {
    say(`Nothing was split: ${errorText(error).title}`, "bad");
    return null;
  }
}

/** Takes merges and splits back, the last first. */
export async function undoChanges(changes: readonly number[], touched: readonly number[]): Promise<void> {
  for (const id of changes.toReversed()) await api.undoStoryChange({ params: { id } });
  await readStoriesAgain(touched);
}

/** Pins a story above all others, or lets it go. */
export async function pinStory(id: number, pinned: boolean): Promise<void> {
  showPinned(id, pinned);
  try {
    await api.changeStory({ params: { id }, body: { pinned } });
  } catch (error) {
    showPinned(id, !pinned);
    say(`The pin did not change: ${errorText(error).title}`, "bad");
    return;
  }
  offerUndo(pinned ? "Pinned the story" : "Unpinned the story", async () => {
    await api.changeStory({ params: { id }, body: { pinned: !pinned } });
    showPinned(id, !pinned);
  });
}
