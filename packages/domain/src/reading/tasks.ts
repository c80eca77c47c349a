import { decodeText } from "@cti/pipeline/charset";
import { findFeedLinks, type FeedCandidate } from "@cti/pipeline/discover/find-feeds";

import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import { understand } from "@cti/pipeline/entities/understand";
import type { Understanding } from "@cti/pipeline/entities/understanding";

import type { Document } from "./document.ts";
import { readArticle, type ArticleTask, type ArticleText } from "./read-article.ts";
import { readEntries, type EntriesTask, type EntryList } from "./read-entries.ts";

/** What a reader thread can do: a task's name, what it takes and what it gives. All values cross a thread border. */
export type Tasks = {
  entries: { task: EntriesTask; result: EntryList };
  article: { task: ArticleTask; result: ArticleText };
  feedLinks: { task: Document; result: FeedCandidate[] };
  /** Stored articles whose extraction is missing or outdated. */
  understand: { task: Parameters<typeof understand>[0][]; result: Understanding[] };
};

export type TaskName = keyof Tasks;
export type TaskOf<N extends TaskName> = Tasks[N]["task"];
export type ResultOf<N extends TaskName> = Tasks[N]["result"];

type Performer<N extends TaskName> = (
  task: TaskOf<N>,
  knowledge: Knowledge | null,
) => ResultOf<N> | Promise<ResultOf<N>>;

const performers: { [N in TaskName]: Performer<N> } = {
  entries: (task) => readEntries(task),
  article: readArticle,
  feedLinks: ({ bytes, contentType, url }) => findFeedLinks(decodeText(bytes, contentType).text, url),
  understand: (subjects, knowledge) => {
    if (!knowledge) throw new Error("This thread was started without knowledge.");
    return subjects.map((subject) => understand(subject, knowledge));
  },
};

export function perform(name: string, task: unknown, knowledge: Knowledge | null): unknown {
  const performer = performers[name as TaskName] as (task: unknown, knowledge: Knowledge | null) => unknown;
  return performer(task, knowledge);
}
