import { queryClient } from "../../api/query-client.ts";
import { readFromTop } from "../../kit/held-list.ts";
import { changed, marksOfLine, marksOfStory, withMarks, type Change, type Marks } from "./marks.ts";
import type { Story, StoryLine } from "./queries.ts";

type Page = { items: StoryLine[] };
type Pages = { pages: Page[] };

const lists = { queryKey: ["stories"] };

/** What a story looked like before a change, by its number. */
export type Before = ReadonlyMap<number, Marks>;

/** Shows a change before the server has it; gives what `putBack` needs. */
export function applyChange(ids: readonly number[], change: Change): Before {
  const before = new Map(ids.flatMap((id) => held(id).map((marks) => [id, marks] as const)));
  write(new Map([...before].map(([id, marks]) => [id, changed(marks, change)])));
  return before;
}

/** Shows stories as they were; lists that have one no more are read again. */
export function putBack(before: Before): void {
  write(before);
  const listed = new Set(lines().map(({ id }) => id));
  if ([...before.keys()].some((id) => !listed.has(id))) void readFromTop(["stories", "triage"]);
}

/** Takes stories out of all lists: they are parts of another one now. Their places are kept for `showLine`. */
export function dropStories(ids: readonly number[]): void {
  changeLists((items) => items.map((line) => (ids.includes(line.id) ? { ...line, gone: true } : line)));
}

/** Its row in some list. */
export function listedLine(id: number): StoryLine | undefined {
  return lines().find((line) => line.id === id);
}

/** Shows what a row says now, where it stands; what was taken out is in its place again. */
export function showLine(id: number, now: Partial<StoryLine>): void {
  changeLists((items) => items.map((line) => (line.id === id ? { ...line, ...now, gone: false } : line)));
}

export function showPinned(id: number, pinned: boolean): void {
  changeLists((items) => items.map((line) => (line.id === id ? { ...line, pinned } : line)));
  queryClient.setQueryData<Story>(["story", id], (story) => story && { ...story, pinned });
}

function held(id: number): Marks[] {
  const story = queryClient.getQueryData<Story>(["story", id]);
  if (story) return [marksOfStory(story)];
  const line = lines().find((each) => each.id === id);
  return line ? [marksOfLine(line)] : [];
}

function lines(): StoryLine[] {
  return queryClient.getQueriesData<Page | Pages>(lists).flatMap(([, data]) => pagesOf(data));
}

function pagesOf(data: Page | Pages | undefined): StoryLine[] {
  if (!data) return [];
  return "pages" in data ? data.pages.flatMap(({ items }) => items) : data.items;
}

function write(marks: Before): void {
  changeLists((items) =>
    items.map((line) => {
      const now = marks.get(line.id);
      return now ? withMarks(line, now) : line;
    }),
  );
  for (const [id, now] of marks)
    queryClient.setQueryData<Story>(
      ["story", id],
      (story) => story?.triage && { ...story, triage: { ...story.triage, ...now, tags: [...now.tags] } },
    );
}

function changeLists(change: (items: StoryLine[]) => StoryLine[]): void {
  queryClient.setQueriesData<Page | Pages>(lists, (data) => {
    if (!data) return data;
    if ("pages" in data)
      return { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) };
    return { ...data, items: change(data.items) };
  });
}
