import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { nameTypes } from "@cti/contract/entity-words";
import { useState, type ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Select } from "../../kit/field.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { dropHidden, readAtOf } from "../../kit/held-list.ts";
import { placeIn } from "../../kit/list-places.ts";
import { ListPage } from "../../kit/list-page.tsx";
import { visible } from "../../kit/remote.tsx";
import { NewPill } from "../../kit/new-pill.tsx";
import { Empty, ErrorPanel, Loading } from "../../kit/states.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { CardLink, entityColumns, shownName } from "./entity-columns.tsx";
import { EntityTable } from "./entity-table.tsx";
import { ages, sinceAge } from "./ages.ts";
import { entitiesQuery } from "./queries.ts";
import { useNewer } from "./use-newer.ts";

const route = getRouteApi("/inside/entities");
const shown = ["first", "last", "articles", "sources"];

type NameType = (typeof nameTypes)[number];

const tabs: readonly (readonly [type: NameType | "", name: string])[] = [
  ["", "All"],
  ["actor", "Actors"],
  ["malware", "Malware"],
  ["ransomware", "Ransomware"],
  ["tool", "Tools"],
  ["technique", "Techniques"],
  ["tactic", "Tactics"],
  ["vendor", "Vendors"],
  ["product", "Products"],
  ["sector", "Sectors"],
  ["country", "Countries"],
];

const statuses = [
  ["", "Named"],
  ["proposed", "Proposed"],
  ["rejected", "Rejected"],
  ["any", "In any standing"],
] as const;

/** What articles name: actors, malware, techniques, sectors. */
export function EntitiesPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Partial<typeof search>): void => {
    dropHidden(["entities"]);
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  };
  const { type, status = "", since = "" } = search;
  const sort = readSort(search.sort);
  return (
    <ListPage
      title="Entities"
      above={
        <>
          <TabLinks
            label="Types"
            tabs={tabs.map(([value, name]) => ({
              name,
              current: (type ?? "") === value,
              to: "/entities" as const,
              search: { ...search, type: value },
            }))}
          />
          <div className="flex flex-wrap gap-2">
            <FilterBox
              label="Filter entities by a part of their name"
              placeholder="A part of a name or an id"
              value={search.q ?? ""}
              onChange={(q) => set({ q })}
            />
            <Select
              aria-label="Seen since"
              className="!h-8 !border-line text-[0.875rem]"
              options={ages}
              value={since}
              onChange={(event) => set({ since: event.target.value })}
            />
            <Select
              aria-label="Standing"
              className="!h-8 !border-line text-[0.875rem]"
              options={statuses}
              value={status}
              onChange={(event) => set({ status: event.target.value })}
            />
          </div>
        </>
      }
    >
      <EntityList key={type} sort={sort} onSort={(next) => set({ sort: next })} />
    </ListPage>
  );
}

function readSort(text: string | undefined): "newest" | "mentioned_in" | "value" {
  return text === "newest" || text === "value" ? text : "mentioned_in";
}

function EntityList({
  sort,
  onSort,
}: {
  sort: "newest" | "mentioned_in" | "value";
  onSort: (sort: string) => void;
}): ReactElement {
  const { q, type, status, since } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = {
    sort,
    type: type ? ([type] as NameType[]) : nameTypes,
    ...(q && { matching: q.slice(0, 200) }),
    ...(status === "any"
      ? { status: ["named", "indicator", "mentioned", "proposed", "benign", "rejected"] }
      : status && { status }),
  };
  const query = { ...entitiesQuery(filter, since), placeholderData: keepPreviousData };
  const list = useInfiniteQuery(query);
  const place = JSON.stringify(query.queryKey);
  const [active, setActive] = useState(() => placeIn(place)?.active ?? null);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const readAt = readAtOf(list.data);
  const newer = useNewer(
    query.queryKey,
    { rows, readAt, isNewestFirst: sort === "newest", on: !list.isPlaceholderData },
    (signal) => api.listEntities({ query: { ...filter, ...sinceAge(since) }, signal }),
  );
  if (list.data === undefined)
    return list.error ? <ErrorPanel error={list.error} retry={() => void list.refetch()} /> : <Loading />;
  if (rows.length === 0) return <NoEntities filtered={Boolean(q ?? status ?? since)} />;
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
        label="Entities"
        items={rows}
        columns={entityColumns.filter(({ name }) => isShown(name, { type, status }))}
        sort={sort}
        onSort={onSort}
        active={active}
        onActive={setActive}
        onOpen={({ id }) => void navigate({ to: "/entities/$id", params: { id: String(id) } })}
        more={() => !list.isFetching && void list.fetchNextPage()}
        hasMore={list.hasNextPage}
        place={place}
        readAt={readAt}
      />
    </>
  );
}

/** The type where there are several, the standing where it is asked for. */
function isShown(
  name: string,
  { type, status }: { type?: string | undefined; status?: string | undefined },
): boolean {
  if (name === "type") return !type;
  return name === "status" ? Boolean(status) : shown.includes(name);
}

function NoEntities({ filtered }: { filtered: boolean }): ReactElement {
  const { type, q } = route.useSearch();
  const navigate = route.useNavigate();
  if (!filtered)
    return (
      <Empty title="No article names anything of this type yet">
        Names appear here when articles are collected and read.
      </Empty>
    );
  return (
    <Empty
      title="Nothing passes these filters"
      actions={
        <Button onClick={() => void navigate({ search: { type: type ?? "" }, replace: true })}>
          Clear filters
        </Button>
      }
    >
      {q && <OtherName name={q} />}
    </Empty>
  );
}

/** The filter looks at names and ids; what was written may be an alias. */
function OtherName({ name }: { name: string }): ReactElement | null {
  const { data } = useQuery({
    queryKey: ["entities", "named", name],
    queryFn: ({ signal }) => api.findEntity({ query: { name, mentions: 0 }, signal }),
    retry: false,
  });
  if (!data) return null;
  return (
    <p>
      {visible(name)} is another name of{" "}
      <CardLink row={data} tabbable className="text-accent underline">
        {shownName(data)}
      </CardLink>
      .
    </p>
  );
}
