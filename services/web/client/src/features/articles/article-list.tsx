import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { GridList } from "../../kit/grid-list.tsx";
import { NewPill } from "../../kit/new-pill.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, ErrorPanel, Loading } from "../../kit/states.tsx";
import type { Selection } from "../../kit/use-selection.ts";
import { ArticleRowView } from "./article-row.tsx";
import { countFilters, type ArticleFilters } from "./article-search.ts";
import { placeOf, sortOf } from "./queries.ts";
import { useTriageKeys, type Target } from "./triage-keys.ts";
import type { ArticleListState } from "./use-article-list.ts";
import { useNewer } from "./use-newer.ts";
import { useSourceName } from "./use-source-name.ts";

type Props = {
  list: ArticleListState;
  filters: ArticleFilters;
  active: number | null;
  onActive: (id: number) => void;
  selection: Selection;
  target: Target;
  onLabel: () => void;
  onChange: (change: { [K in keyof ArticleFilters]?: string | undefined }) => void;
  /** How near each is to what was searched for; null where the search goes by its language. */
  similarity: ((id: number) => number | null) | null;
};

export function ArticleList(props: Props): ReactElement {
  const { list, filters, active, onActive, selection, target, onLabel, onChange, similarity } = props;
  const navigate = useNavigate();
  const { write } = useRights();
  const sourceName = useSourceName();
  const newer = useNewer(filters, list, similarity === null);
  useTriageKeys(target, {
    onLabel,
    after: (doing) => {
      if (selection.ids.length > 0 || (doing !== "keep" && doing !== "dismiss")) return;
      const next = list.rows[list.rows.findIndex(({ id }) => id === active) + 1];
      if (next) onActive(next.id);
    },
  });
  if (!list.loaded) {
    if (list.unreadable) return <Unreadable />;
    if (list.error) return <ErrorPanel error={list.error} retry={list.again} />;
    return <Loading lines={12} />;
  }
  if (list.rows.length === 0 && similarity) return <NothingNear q={filters.q} />;
  if (list.rows.length === 0) return <Nothing filters={filters} onChange={onChange} />;
  const sort = sortOf(filters.sort);
  return (
    <div className={`relative min-h-0 ${list.old || list.unreadable ? "opacity-60" : ""}`}>
      <NewPill newer={newer.count} more={newer.more} onShow={list.again} />
      <GridList
        label="Articles"
        items={list.rows}
        active={active}
        onActive={onActive}
        onOpen={({ id }) => void navigate({ to: "/articles/$id", params: { id: String(id) } })}
        nameOf={({ title }) => visible(title)}
        row={(row) => (
          <ArticleRowView
            row={row}
            sort={sort}
            sourceName={sourceName}
            similarity={similarity?.(row.id) ?? null}
          />
        )}
        hasMore={list.hasMore}
        {...(!similarity && { place: placeOf(filters), readAt: list.readAt })}
        more={list.more}
        {...(write && { selection })}
      />
    </div>
  );
}

function NothingNear({ q }: { q: string | undefined }): ReactElement {
  if (!q?.trim())
    return (
      <Empty title="Say what you look for">
        A sentence does: articles that mean the same are found, in whatever words and language.
      </Empty>
    );
  return <Empty title="No article is near">Other words may find more.</Empty>;
}

function Unreadable(): ReactElement {
  return <Empty title="This search cannot be read">What is wrong stands below the search box.</Empty>;
}

function Nothing({ filters, onChange }: Pick<Props, "filters" | "onChange">): ReactElement {
  const { operate } = useRights();
  const set = countFilters(filters);
  const everything = {
    q: undefined,
    source: undefined,
    tag: undefined,
    language: undefined,
    since: undefined,
    until: undefined,
    state: undefined,
    rejected: undefined,
    incomplete: undefined,
  };
  if (filters.rejected === "true" && set === 1 && !filters.q)
    return (
      <Empty
        title="Nothing is kept out"
        actions={<Button onClick={() => onChange(everything)}>Show all articles</Button>}
      >
        Articles that the rules of a source refuse are listed here, with the reason and a way back.
      </Empty>
    );
  if (set > 0 || filters.q)
    return (
      <Empty
        title="No article matches"
        actions={
          <>
            {filters.q && set > 0 && (
              <Button onClick={() => onChange({ ...everything, q: filters.q })}>
                Clear {set === 1 ? "the filter" : `${set} filters`}
              </Button>
            )}
            <Button onClick={() => onChange(everything)}>Clear all</Button>
          </>
        }
      >
        {filters.q
          ? "Fewer words, a * at the end of one, or a longer time may find more."
          : "The filters leave nothing."}
      </Empty>
    );
  return (
    <Empty
      title="No articles yet"
      actions={operate && <ButtonLink to="/ops/sources/add">Add a source</ButtonLink>}
    >
      Articles appear here as soon as a source was collected.
    </Empty>
  );
}
