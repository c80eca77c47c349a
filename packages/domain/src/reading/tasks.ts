import { decodeText } from "@cti/pipeline/charset";
import { findFeedLinks, type FeedCandidate } from "@cti/pipeline/discover/find-feeds";

import type { Document } from "./document.ts";
import { readArticle, type ArticleTask, type ArticleText } from "./read-article.ts";
import { readEntries, type EntriesTask, type EntryList } from "./read-entries.ts";

/** What a reader thread can do: a task's name, what it takes and what it gives. All values cross a thread border. */
export type Tasks = {
  entries: { task: EntriesTask; result: EntryList };
  article: { task: ArticleTask; result: ArticleText };
  feedLinks: { task: Document; result: FeedCandidate[] };
};

export type TaskName = keyof Tasks;
export type TaskOf<N extends TaskName> = Tasks[N]["task"];
export type ResultOf<N extends TaskName> = Tasks[N]["result"];

const performers: { [N in TaskName]: (task: TaskOf<N>) => ResultOf<N> | Promise<ResultOf<N>> } = {
  entries: readEntries,
  article: readArticle,
  feedLinks: ({ bytes, contentType, url }) => findFeedLinks(decodeText(bytes, contentType).text, url),
};

export function perform(name: string, task: unknown): unknown {
  const performer = performers[name as TaskName] as (task: unknown) => unknown;
  return performer(task);
}
