import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChartColumn } from "lucide-react";
import { useCallback, useDeferredValue, useEffect, useMemo, type ReactElement } from "react";

import { IconButton } from "../../kit/button.tsx";
import { dropHidden } from "../../kit/held-list.ts";
import { useTitle } from "../../kit/page.tsx";
import { Empty } from "../../kit/states.tsx";
import { useMedia } from "../../kit/use-media.ts";
import { useSelection } from "../../kit/use-selection.ts";
import { keepTriage } from "../stories/last-triage.ts";
import { marksOfLine } from "../stories/marks.ts";
import { readAhead, type StoryLine } from "../stories/queries.ts";
import type { StoryTab } from "../stories/story-place.ts";
import { useStoryActionKeys, useStoryActions, type Target } from "../stories/use-story-actions.tsx";
import { DayStrip } from "./day-strip.tsx";
import { withParts, type Search } from "./filters.ts";
import { placeOf, storyLists, type Asked } from "./queries.ts";
import { Reader } from "./reader.tsx";
import { TriageBar } from "./triage-bar.tsx";
import { TriageFilters } from "./triage-filters.tsx";
import { TriageList } from "./triage-list.tsx";
import { TriageTitle } from "./triage-title.tsx";
import { useActive } from "./use-active.ts";
import { useStoryList } from "./use-story-list.ts";
import { useStrip } from "./use-strip.ts";
import { useVisit } from "./use-visit.ts";

/** Home: what changed, ranked, with the open story beside it. */
export function TriagePage(): ReactElement {
  useTitle("Triage");
  const {
    story,
    tab: _tab,
    article: _article,
    kind: _kind,
    login_error: _error,
    ...search
  } = useSearch({ from: "/inside/" });
  const navigate = useNavigate();
  const isWide = useMedia("(min-width: 1024px)");
  const [strip, toggleStrip] = useStrip();
  const visit = useVisit();
  const asked = useAsked(search, visit ?? null);
  const list = useStoryList(asked);
  useEffect(() => keepTriage(asked.search), [asked.search]);
  const [active, setActive] = useActive(list.rows, {
    story,
    place: placeOf(asked),
    readAt: list.readAt,
    ready: list.loaded && !list.old,
  });
  const selection = useSelection();
  // Where nothing is listed and nothing open, the reason has the room.
  const hasReader = isWide && !(list.loaded && list.rows.length === 0 && active === null);
  // What was taken back is looked at again.
  const goBack = useCallback(
    (ids: readonly number[]) => ids.length === 1 && ids[0] && setActive(ids[0]),
    [setActive],
  );
  const targets = useTargets(list.rows, selection.ids, active);
  const { actions, dialog } = useStoryActions({
    targets,
    onDone: selection.clear,
    onUndone: goBack,
    onMerged: setActive,
  });
  useStoryActionKeys(actions);
  useReadAhead(list.rows, active);
  const change = useCallback(
    (next: { [K in keyof Search]?: string | undefined }) => {
      dropHidden(storyLists);
      void navigate({ to: "/", search: (now) => withParts(now, next), replace: true });
    },
    [navigate],
  );
  const clear = useCallback(() => void navigate({ to: "/", search: {}, replace: true }), [navigate]);
  const open = useCallback(
    (id: number, tab?: StoryTab) =>
      void navigate({ to: "/stories/$id", params: { id: String(id) }, search: tab ? { tab } : {} }),
    [navigate],
  );
  const show = useCallback(
    (id: number, tab?: StoryTab) => {
      if (!isWide) return open(id, tab);
      setActive(id);
      if (tab) void navigate({ to: "/", search: (now) => withParts(now, { tab }), replace: true });
    },
    [isWide, open, setActive, navigate],
  );
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-col gap-3 border-b border-line px-4 pt-4 pb-3 md:px-6">
        <header className="flex min-h-9 flex-wrap items-center gap-x-4 gap-y-2">
          <TriageTitle visit={visit} />
          <span className="mr-auto" />
          {strip && <DayStrip />}
          <IconButton
            label={strip ? "Hide articles per day" : "Show articles per day"}
            aria-expanded={strip}
            className="max-md:order-1"
            icon={<ChartColumn size={16} aria-hidden />}
            onClick={toggleStrip}
          />
        </header>
        <TriageFilters search={asked.search} visit={visit} onChange={change} onClear={clear} />
      </div>
      <div
        className={`grid min-h-0 flex-1 ${hasReader ? "grid-cols-[minmax(22rem,5fr)_minmax(0,7fr)]" : ""}`}
      >
        <TriageList
          list={list}
          asked={asked}
          active={active}
          onActive={setActive}
          onShow={show}
          onOpen={open}
          onClear={clear}
          selection={selection}
        />
        {hasReader && <OpenStory active={active} rows={list.rows} actions={actions} />}
      </div>
      {selection.ids.length > 0 && <TriageBar selection={selection} actions={actions} asked={asked} />}
      {dialog}
    </div>
  );
}

/** The same as long as the filters are: a list that is asked for by another object would be another list. */
function useAsked(search: Search, visit: string | null): Asked {
  const key = JSON.stringify({ search, visit: search.since === "visit" ? visit : null });
  return useMemo(() => JSON.parse(key) as Asked, [key]);
}

/** The selection if there is one, else the row that keys act on. */
function useTargets(
  rows: readonly StoryLine[],
  selected: readonly number[],
  active: number | null,
): readonly Target[] {
  return useMemo(() => {
    const ids = selected.length > 0 ? selected : active === null ? [] : [active];
    const known = new Map(rows.map((line) => [line.id, line]));
    return ids.map((id): Target => {
      const line = known.get(id);
      if (!line) return { id };
      const { title, articles, pinned } = line;
      return { id, title, articles, pinned, marks: marksOfLine(line) };
    });
  }, [rows, selected, active]);
}

/** The next story is there before somebody asks for it. */
function useReadAhead(rows: readonly StoryLine[], active: number | null): void {
  const at = rows.findIndex(({ id }) => id === active);
  const next = rows[at + 1]?.id;
  useEffect(() => {
    if (active === null) return undefined;
    const timer = setTimeout(() => {
      void readAhead(next === undefined ? [active] : [active, next]);
    }, 60);
    return () => clearTimeout(timer);
  }, [active, next]);
}

function OpenStory({
  active,
  rows,
  actions,
}: {
  active: number | null;
  rows: readonly StoryLine[];
  actions: Parameters<typeof Reader>[0]["actions"];
}): ReactElement {
  // The list moves at once; the reader follows when there is time for it, with the actions that belong to it.
  const shown = useDeferredValue(active);
  const line = useDeferredValue(rows.find(({ id }) => id === active));
  const itsActions = useDeferredValue(actions);
  return (
    <aside aria-label="Story" className="min-h-0 min-w-0 border-l border-line">
      {shown === null ? (
        <Empty title="No story is open" />
      ) : (
        <Reader id={shown} line={line} actions={itsActions} />
      )}
    </aside>
  );
}
