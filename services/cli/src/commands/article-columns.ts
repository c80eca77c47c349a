import type { ArticleLine } from "../data/data.ts";
import { formatTime } from "../terminal/format.ts";
import type { Column } from "../terminal/table.ts";

/** An article in a line, its title last. */
export const articleColumns: Column<ArticleLine>[] = [
  { title: "id", value: (row) => row.id, right: true },
  { title: "published", value: (row) => formatTime(row.published_at) },
  { title: "source", value: (row) => row.source },
  { title: "lang", value: (row) => row.language },
  { title: "words", value: (row) => row.word_count, right: true },
  { title: "score", value: (row) => row.score?.toFixed(0) ?? "–", right: true },
  { title: "hunt", value: (row) => row.hunt ?? "–", right: true },
  { title: "story", value: (row) => row.story ?? "–", right: true },
  {
    title: "title",
    value: (row) => (row.twin_of === null ? row.title : `= ${row.twin_of}: ${row.title}`),
    grows: true,
  },
];
