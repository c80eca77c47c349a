import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { readFromTop } from "../../kit/held-list.ts";
import { plural } from "../../kit/number.ts";
import { errorText } from "../../kit/states.tsx";
import { offerUndo, say } from "../../shell/bar-store.ts";
import { articleLists, type Article, type ArticlePages, type ArticleRow } from "./queries.ts";

export type TriageAction = {
  state?: ArticleRow["state"];
  starred?: boolean;
  snoozed_until?: string;
  add_tags?: string[];
  remove_tags?: string[];
};

/** Articles by number, or all that a search finds. */
export type Subjects = { ids: number[] } | { query: string };

/**
 * Does something with articles and offers to take it back. Rows show it at once, stay where they are, and go back to
 * what they were if the server refuses. `done` says what was done: "Kept", "Dismissed".
 */
export async function triageArticles(subjects: Subjects, action: TriageAction, done: string): Promise<void> {
  const ids = new Set("ids" in subjects ? subjects.ids : []);
  const putBack = showAtOnce(ids, action);
  try {
    const result = await api.bulkTriage({ body: { subject: "article", ...subjects, action } });
    const { changed, matched, undo_token } = result;
    refresh("ids" in subjects);
    if (!undo_token)
      return say(`${matched === 1 ? "It is" : `All ${plural(matched, "article")} are`} so already`);
    offerUndo(`${done} ${plural(changed, "article")}`, async () => {
      await api.undo({ body: { undo_token } });
      putBack();
      void queryClient.invalidateQueries({ queryKey: ["article"] });
      refresh("ids" in subjects);
    });
  } catch (error) {
    putBack();
    say(`Nothing was changed: ${errorText(error).title}`, "bad");
  }
}

/** How many articles an action on a search would change, before it is done. */
export async function countMatching(query: string): Promise<number> {
  const { matched } = await api.bulkTriage({
    body: { subject: "article", query, action: { state: "read" }, dry_run: true },
  });
  return matched;
}

/** Rows were changed in place; only what a search changed has to be asked for again. */
function refresh(isById: boolean): void {
  void queryClient.invalidateQueries({ queryKey: ["nav"] });
  void queryClient.invalidateQueries({ queryKey: ["tags"] });
  if (isById) return;
  void readFromTop(articleLists);
  void queryClient.invalidateQueries({ queryKey: ["article"] });
}

const lists = { queryKey: articleLists };

/** Changes what pages show; the function that it returns shows again what was there. */
function showAtOnce(ids: ReadonlySet<number>, action: TriageAction): () => void {
  const rows = new Map<number, Partial<ArticleRow>>();
  for (const [, data] of queryClient.getQueriesData<ArticlePages>(lists))
    for (const { id, state, starred } of data?.pages.flatMap(({ items }) => items) ?? [])
      if (ids.has(id)) rows.set(id, { state, starred });
  const articles = [...ids].flatMap((id) => {
    const article = queryClient.getQueryData<Article>(["article", id]);
    return article ? [article] : [];
  });
  changeRows((id) => (ids.has(id) ? lineChange(action) : null));
  for (const article of articles)
    setArticle({ ...article, ...lineChange(action), ...triageChange(article, action) });
  return () => {
    changeRows((id) => rows.get(id) ?? null);
    for (const article of articles) setArticle(article);
  };
}

function setArticle(article: Article): void {
  queryClient.setQueryData<Article>(["article", article.id], article);
}

function changeRows(change: (id: number) => Partial<ArticleRow> | null): void {
  queryClient.setQueriesData<ArticlePages>(lists, (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((row) => ({ ...row, ...change(row.id) })),
    }));
    return { ...data, pages };
  });
}

function lineChange({ state, starred, snoozed_until }: TriageAction): Partial<ArticleRow> {
  const next = state ?? (snoozed_until ? "snoozed" : undefined);
  return { ...(next && { state: next }), ...(starred !== undefined && { starred }) };
}

function triageChange({ triage }: Article, action: TriageAction): Partial<Article> {
  if (!triage) return {};
  const { add_tags = [], remove_tags = [] } = action;
  const tags = [...new Set([...triage.tags.filter((tag) => !remove_tags.includes(tag)), ...add_tags])].sort();
  const until = action.snoozed_until ?? null;
  return { triage: { ...triage, ...lineChange(action), snoozed_until: until, tags } };
}
