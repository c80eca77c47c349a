import { ArrowDown } from "lucide-react";
import { lazy, Suspense, useState, type ReactElement, type ReactNode } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { GridList } from "../../kit/grid-list.tsx";
import { NewPill } from "../../kit/new-pill.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty } from "../../kit/states.tsx";
import { useSelection, type Selection } from "../../kit/use-selection.ts";
import { say } from "../../shell/bar-store.ts";
import { collectNow, setFollowed } from "./actions.ts";
import {
  blocksOf,
  filterSources,
  readState,
  sortSources,
  type Sort,
  type SourceFilters,
} from "./filter-sources.ts";
import type { SourceLine } from "./queries.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { SourceRow, widths } from "./source-row.tsx";
import { useHeldOrder } from "./use-held-order.ts";
import { stateName, stateOf } from "./words.ts";

const TestDialog = lazy(() =>
  import("./test-dialog.tsx").then(({ TestDialog }) => ({ default: TestDialog })),
);

type Props = {
  all: readonly SourceLine[];
  search: SourceFilters & { sort?: string };
  onSort: (sort: string) => void;
  onOpen: (id: number) => void;
  onClear: () => void;
};

export function SourceList({ all, search, onSort, onOpen, onClear }: Props): ReactElement {
  const { operate } = useRights();
  const [active, setActive] = useState<number | null>(null);
  const [testing, setTesting] = useState<SourceLine | null>(null);
  const selection = useSelection();
  const sort = readSort(search.sort);
  const state = readState(search.state);
  const passing = filterSources(all, search).filter((source) => !state || stateOf(source) === state);
  const { rows, waiting, bringIn } = useHeldOrder(sortSources(passing, sort), all, JSON.stringify(search));
  const blocks = blocksOf(all);
  const current = all.find(({ id }) => id === active);
  useRowKeys(current, operate, setTesting);
  const picked = operate && <Picked selection={selection} all={all} shown={rows} />;
  if (rows.length === 0 && waiting === 0)
    return (
      <>
        <Nothing search={search} onClear={onClear} />
        {picked}
      </>
    );
  return (
    <>
      <NewPill newer={waiting} onShow={bringIn} />
      <GridList
        label="Sources"
        items={rows}
        active={active}
        onActive={setActive}
        onOpen={({ id }) => onOpen(id)}
        nameOf={({ name }) => visible(name)}
        {...(operate && { selection })}
        header={<Headings sort={sort} onSort={onSort} operate={operate} />}
        row={(source, { active }) => (
          <SourceRow
            source={source}
            block={blocks.get(source.id) ?? [source.id]}
            active={active}
            operate={operate}
            onTest={() => setTesting(source)}
          />
        )}
      />
      {picked}
      <Suspense>{testing && <TestDialog source={testing} onClose={() => setTesting(null)} />}</Suspense>
    </>
  );
}

function readSort(text: string | undefined): Sort {
  return text === "name" || text === "articles" ? text : "state";
}

function useRowKeys(
  current: SourceLine | undefined,
  operate: boolean,
  onTest: (source: SourceLine) => void,
): void {
  const act = (run: (source: SourceLine) => void) => (): void =>
    current ? run(current) : say("Choose a source first: j and k move");
  useKeys(
    "Sources",
    {
      test: { key: "t", label: "Test", run: act(onTest) },
      collect: { key: "c", label: "Collect now", run: act((source) => void collectNow([source])) },
      pause: {
        key: "p",
        label: "Pause or resume",
        run: act((source) => void setFollowed([source], !source.enabled)),
      },
    },
    operate,
  );
}

function Picked({
  selection,
  all,
  shown,
}: {
  selection: Selection;
  all: readonly SourceLine[];
  shown: readonly SourceLine[];
}): ReactElement | null {
  const picked = all.filter(({ id }) => selection.has(id));
  if (picked.length === 0) return null;
  return (
    <SelectionBar
      picked={picked}
      shown={shown.every(({ id }) => selection.has(id)) ? null : shown.length}
      onAll={() => selection.add(shown.map(({ id }) => id))}
      onClear={selection.clear}
    />
  );
}

function Headings({
  sort,
  onSort,
  operate,
}: {
  sort: Sort;
  onSort: (sort: string) => void;
  operate: boolean;
}): ReactElement {
  return (
    <>
      <div role="columnheader" className={operate ? "w-[3.8rem] shrink-0" : "w-7 shrink-0"}>
        <span className="sr-only">{operate ? "Selected and state" : "State"}</span>
      </div>
      <Heading
        className="min-w-0 flex-1"
        order={sort === "name" && "ascending"}
        onSort={() => onSort("name")}
      >
        Name
      </Heading>
      <Heading className={widths.state} order={sort === "state" && "descending"} onSort={() => onSort("")}>
        How it does
      </Heading>
      <Heading className={widths.strip}>Last checks</Heading>
      <Heading className={`justify-end ${widths.perDay}`}>Yield</Heading>
      <Heading
        className={`justify-end ${widths.articles}`}
        order={sort === "articles" && "descending"}
        onSort={() => onSort("articles")}
      >
        Articles
      </Heading>
      {operate && (
        <Heading className={widths.actions}>
          <span className="sr-only">Actions</span>
        </Heading>
      )}
    </>
  );
}

function Heading({
  className,
  order = false,
  onSort,
  children,
}: {
  className: string;
  order?: "ascending" | "descending" | false;
  onSort?: () => void;
  children: ReactNode;
}): ReactElement {
  return (
    <div role="columnheader" aria-sort={order || undefined} className={`flex shrink-0 px-3 ${className}`}>
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={`-mx-1 inline-flex h-6 items-center gap-1 rounded px-1 font-semibold hover:text-text ${order ? "text-text" : ""}`}
        >
          {children}
          {order && <ArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        children
      )}
    </div>
  );
}

function Nothing({ search, onClear }: { search: SourceFilters; onClear: () => void }): ReactElement {
  const state = readState(search.state);
  const others = [search.q, search.tier, search.kind, search.tag].some(Boolean);
  return (
    <Empty
      title={
        state && !others
          ? `No source is in the state "${stateName(state)}"`
          : "No source passes these filters"
      }
      actions={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}
