import type { ArticleFilters } from "../articles/article-search.ts";
import type { SavedSearch } from "./queries.ts";

const remembered = [
  "source",
  "tag",
  "language",
  "since",
  "until",
  "state",
  "rejected",
  "incomplete",
] as const;

/** What a saved search keeps of the list's filters, beside the search itself and the order. */
export function viewOf(filters: ArticleFilters): Record<string, string> {
  return Object.fromEntries(
    remembered.flatMap((name) => {
      const value = filters[name];
      return value ? [[name, value]] : [];
    }),
  );
}

/** Where a saved search leads: the list with its filters. Only names and values that the list knows are taken. */
export function filtersOf({
  query,
  sort,
  view,
}: Pick<SavedSearch, "query" | "sort" | "view">): ArticleFilters {
  const kept = remembered.flatMap((name) => {
    const value = view[name];
    return typeof value === "string" && value !== "" ? [[name, value]] : [];
  });
  return {
    ...(query && { q: query }),
    ...(sort && sort !== "newest" && sort !== "match" && { sort }),
    ...(Object.fromEntries(kept) as ArticleFilters),
  };
}

/** The filters in words, for a line below the name. */
export function describeView(view: SavedSearch["view"]): string {
  return remembered
    .flatMap((name) => {
      const value = view[name];
      if (typeof value !== "string" || value === "") return [];
      if (name === "rejected") return ["kept out"];
      return [name === "incomplete" ? "page not read" : `${name} ${value}`];
    })
    .join(" · ");
}
