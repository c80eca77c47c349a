import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Bookmark, CircleHelp, Download } from "lucide-react";
import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useState, type ReactElement } from "react";

import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button, IconButton } from "../../kit/button.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { dropHidden } from "../../kit/held-list.ts";
import { ListPage } from "../../kit/list-page.tsx";
import { Loading } from "../../kit/states.tsx";
import { useMedia } from "../../kit/use-media.ts";
import { useSelection } from "../../kit/use-selection.ts";
import { BasisLine } from "../meaning/basis-line.tsx";
import { ArticleList } from "./article-list.tsx";
import { wideEnough } from "./article-row.tsx";
import { FilterSelects } from "./article-filters.tsx";
import type { ArticleFilters } from "./article-search.ts";
import { BulkBar, type Everything } from "./bulk-bar.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { articleLists, articleQuery, type Article } from "./queries.ts";
import { QueryLine } from "./query-line.tsx";
import type { Target } from "./triage-keys.ts";
import { useArticleList } from "./use-article-list.ts";
import { useMeaningList } from "./use-meaning-list.ts";

const ArticlePreview = lazy(() =>
  import("./article-preview.tsx").then(({ ArticlePreview }) => ({ default: ArticlePreview })),
);
const SearchHelp = lazy(() =>
  import("./search-help.tsx").then(({ SearchHelp }) => ({ default: SearchHelp })),
);
const ExportDialog = lazy(() =>
  import("./export-dialog.tsx").then(({ ExportDialog }) => ({ default: ExportDialog })),
);
const LabelDialog = lazy(() =>
  import("./label-dialog.tsx").then(({ LabelDialog }) => ({ default: LabelDialog })),
);
const SearchForm = lazy(() =>
  import("../searches/search-form.tsx").then(({ SearchForm }) => ({ default: SearchForm })),
);

const route = getRouteApi("/inside/articles");

/** Everything that was collected, by the search language and by filters. */
export function ArticlesPage(): ReactElement {
  const { article, mode, ...filters } = route.useSearch();
  const isMeaning = mode === "meaning";
  const navigate = useNavigate();
  const { write } = useRights();
  const [over, setOver] = useState<"help" | "export" | "label" | "save" | null>(null);
  const [counted, setCounted] = useState<Everything | null>(null);
  // Other filters find something else than what was counted.
  const everything = !isMeaning && counted?.filters === JSON.stringify(filters) ? counted : null;
  const selection = useSelection();
  const byWords = useArticleList(filters, !isMeaning);
  const byMeaning = useMeaningList(isMeaning ? (filters.q ?? "") : null);
  const list = isMeaning ? byMeaning : byWords;
  const change = useCallback(
    (next: { [K in keyof ArticleFilters | "article" | "mode"]?: string | undefined }) => {
      if (!("article" in next)) dropHidden(articleLists);
      void navigate({ to: "/articles", search: (now) => clean({ ...now, ...next }), replace: true });
    },
    [navigate],
  );
  const search = useCallback((q: string) => change({ q: q.trim() || undefined }), [change]);
  // Where there is a preview it is never empty: until a row is chosen the first one counts as such.
  const beside = useMedia(wideEnough);
  const active = list.rows.find(({ id }) => String(id) === article) ?? (beside ? list.rows[0] : null) ?? null;
  const shown = useDeferredValue(active?.id ?? null);
  const isEmpty = list.loaded && list.rows.length === 0;
  const picked = selection.ids.length > 0;
  const target = targetOf({ everything, selected: selection.ids, active });
  const close = (): void => setOver(null);
  const label = useCallback(() => setOver("label"), [setOver]);
  useNextArticle(beside ? list.rows : none, active?.id ?? null);
  return (
    <ListPage
      title="Articles"
      actions={
        !isMeaning && (
          <>
            {write && (
              <Button icon={<Bookmark size={15} aria-hidden />} onClick={() => setOver("save")}>
                Save search
              </Button>
            )}
            <Button icon={<Download size={15} aria-hidden />} onClick={() => setOver("export")}>
              Export
            </Button>
          </>
        )
      }
      above={
        <>
          <div className="flex flex-wrap items-center gap-1">
            <FilterBox
              isBesideOthers
              value={filters.q ?? ""}
              onChange={search}
              label={isMeaning ? "Search articles by meaning" : "Search articles"}
              placeholder={
                isMeaning
                  ? "A sentence, such as: attackers reset passwords over the phone"
                  : "Words, actor:APT29, ioc:evil[.]example, score>=70 …"
              }
            />
            <ModeSwitch
              isMeaning={isMeaning}
              onChange={(meaning) => change({ mode: meaning ? "meaning" : undefined, article: undefined })}
            />
            <IconButton
              label="How to search"
              icon={<CircleHelp size={17} aria-hidden />}
              onClick={() => setOver("help")}
            />
          </div>
          {!isMeaning && <QueryLine q={filters.q ?? ""} onChange={search} />}
          <div className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-2">
            {isMeaning ? (
              byMeaning.near && <BasisLine near={byMeaning.near} />
            ) : (
              <FilterSelects filters={filters} onChange={change} />
            )}
            <span className="ml-auto text-small text-muted">{list.total}</span>
          </div>
        </>
      }
    >
      <div className={`grid h-full ${isEmpty ? "" : "xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]"}`}>
        <ArticleList
          list={list}
          filters={filters}
          active={active?.id ?? null}
          onActive={(id) => change({ article: String(id) })}
          selection={selection}
          target={target}
          onLabel={label}
          onChange={change}
          similarity={isMeaning ? byMeaning.similarity : null}
        />
        {!isEmpty && (
          <aside aria-label="Preview" className="min-h-0 border-l border-line max-xl:hidden">
            <Suspense fallback={<Loading />}>
              <ArticlePreview id={shown} acting={!picked && !everything} onLabel={label} />
            </Suspense>
          </aside>
        )}
      </div>
      {(picked || everything) && target && (
        <BulkBar
          selection={selection}
          target={target}
          everything={everything}
          onEverything={setCounted}
          filters={isMeaning ? null : filters}
          onLabel={() => setOver("label")}
        />
      )}
      <Suspense>
        {over === "help" && (
          <SearchHelp
            onClose={close}
            onPick={(q) => {
              search(q);
              close();
            }}
          />
        )}
        {over === "export" && <ExportDialog filters={filters} total={list.total} onClose={close} />}
        {over === "label" && target && (
          <LabelDialog subjects={target.subjects} tags={tagsOf(target)} onClose={close} />
        )}
        {over === "save" && <SearchForm filters={filters} onClose={close} />}
      </Suspense>
    </ListPage>
  );
}

const none: never[] = [];

/** The article that `j` leads to is fetched before it is asked for. */
function useNextArticle(rows: readonly { id: number }[], active: number | null): void {
  const next = rows[rows.findIndex(({ id }) => id === active) + 1]?.id ?? null;
  useEffect(() => {
    if (next !== null) void queryClient.prefetchQuery(articleQuery(next));
  }, [next]);
}

/** The selection if there is one, all that match if that was asked for, else the row that keys act on. */
function targetOf({
  everything,
  selected,
  active,
}: {
  everything: Everything | null;
  selected: number[];
  active: { id: number; starred: boolean; state: string } | null;
}): Target {
  if (everything) return { subjects: { query: everything.query }, starred: false };
  if (selected.length > 0) return { subjects: { ids: selected }, starred: false };
  return active && { subjects: { ids: [active.id] }, starred: active.starred, state: active.state };
}

/** Of one article what it carries is known, since it stands in the preview. */
function tagsOf({ subjects }: NonNullable<Target>): readonly string[] | null {
  if (!("ids" in subjects) || subjects.ids.length !== 1) return null;
  const article = queryClient.getQueryData<Article>(["article", subjects.ids[0]]);
  return article?.triage?.tags ?? null;
}

function clean(search: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
