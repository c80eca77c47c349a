import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { readAtOf } from "../../kit/held-list.ts";
import { placeIn } from "../../kit/list-places.ts";
import { NewPill } from "../../kit/new-pill.tsx";
import { Empty, ErrorPanel, Loading } from "../../kit/states.tsx";
import { useSelection } from "../../kit/use-selection.ts";
import { EntityTable } from "../entities/entity-table.tsx";
import { sinceAge } from "../entities/ages.ts";
import { type EntityRow } from "../entities/queries.ts";
import { useNewer } from "../entities/use-newer.ts";
import { chosenColumns, columnsOf } from "./columns.ts";
import { readSort, toFilter, type IndicatorSearch } from "./filters.ts";
import { indicatorsQuery } from "./queries.ts";
import { SelectionBar } from "./selection-bar.tsx";

type Search = IndicatorSearch & { columns?: string };

export function IndicatorList({
  search,
  onChange,
}: {
  search: Search;
  onChange: (change: Search) => void;
}): ReactElement {
  const navigate = useNavigate();
  const selection = useSelection();
  const query = indicatorsQuery(search);
  const place = JSON.stringify(query.queryKey);
  const [active, setActive] = useState(() => placeIn(place)?.active ?? null);
  const list = useInfiniteQuery(query);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const known = useKnown(rows);
  const sort = readSort(search.sort);
  const readAt = readAtOf(list.data);
  const newer = useNewer(
    query.queryKey,
    { rows, readAt, isNewestFirst: sort === "newest", on: !list.isPlaceholderData },
    (signal) =>
      api.listIndicators({ query: { ...toFilter(search), ...sinceAge(search.since), sort }, signal }),
  );
  const shownFilter = useShownFilter(JSON.stringify(toFilter(search)), list.isPlaceholderData);
  const picked = selection.ids.length > 0 ? selection.ids : active === null ? [] : [active];
  const bar = (
    <SelectionBar
      rows={picked.flatMap((id) => known.current.get(id) ?? [])}
      selected={selection.ids.length}
      onClear={selection.clear}
    />
  );
  if (list.data === undefined)
    return list.error ? (
      <ErrorPanel error={list.error} retry={() => void list.refetch()} />
    ) : (
      <Loading lines={12} />
    );
  if (rows.length === 0)
    return (
      <>
        <NoIndicators search={search} onClear={() => onChange(noFilters)} />
        {bar}
      </>
    );
  return (
    <>
      <div className="absolute inset-x-0 top-0 z-20 h-0 md:top-8">
        <NewPill
          newer={newer.count}
          more={newer.more}
          onShow={() => void queryClient.resetQueries({ queryKey: query.queryKey })}
        />
      </div>
      <EntityTable
        key={shownFilter}
        label="Indicators"
        items={rows}
        columns={columnsOf(chosenColumns(search.columns))}
        sort={sort}
        onSort={(next) => onChange({ sort: next })}
        active={active}
        onActive={setActive}
        onOpen={({ id }) => void navigate({ to: "/indicators/$id", params: { id: String(id) } })}
        selection={selection}
        more={() => !list.isFetching && void list.fetchNextPage()}
        hasMore={list.hasNextPage}
        place={place}
        readAt={readAt}
      />
      {bar}
    </>
  );
}

/** The filter whose rows are on the screen: with another one the list begins at its top again. */
function useShownFilter(filter: string, isWaiting: boolean): string {
  const [shown, setShown] = useState(filter);
  if (!isWaiting && shown !== filter) setShown(filter);
  return shown;
}

/** Every row seen, so that what was picked can be copied after a filter took it out of sight. */
function useKnown(rows: readonly EntityRow[]): { current: ReadonlyMap<number, EntityRow> } {
  const known = useRef(new Map<number, EntityRow>());
  useEffect(() => {
    for (const row of rows) known.current.set(row.id, row);
  }, [rows]);
  return known;
}

const noFilters: Search = { q: "", type: "", role: "", source: "", confidence: "", status: "", since: "" };

function NoIndicators({ search, onClear }: { search: Search; onClear: () => void }): ReactElement {
  const { operate } = useRights();
  const filters = Object.keys(noFilters).filter((name) => search[name as keyof Search]);
  if (filters.length > 0)
    return (
      <Empty
        title="No indicator passes these filters"
        actions={
          <>
            <Button onClick={onClear}>
              {filters.length === 1 ? "Clear the filter" : `Clear ${filters.length} filters`}
            </Button>
            {search.q && !search.status && (
              <ButtonLink to="/indicators" search={{ q: search.q, status: "any" }}>
                Look in any standing
              </ButtonLink>
            )}
          </>
        }
      >
        {!search.status && "Only what articles present as evidence is looked through."}
      </Empty>
    );
  return (
    <Empty
      title="No indicators yet"
      actions={
        operate ? (
          <ButtonLink to="/ops/sources/add">Add a source</ButtonLink>
        ) : (
          <ButtonLink to="/articles">See the articles</ButtonLink>
        )
      }
    >
      They appear here when articles are collected and read.
    </Empty>
  );
}
