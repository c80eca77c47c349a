import { ArrowUp } from "lucide-react";
import { useCallback, type ReactElement, useEffect } from "react";

import { useRights } from "../../api/session.ts";
import { GridList } from "../../kit/grid-list.tsx";
import { visible } from "../../kit/remote.tsx";
import { ErrorPanel, Loading } from "../../kit/states.tsx";
import type { Selection } from "../../kit/use-selection.ts";
import type { StoryLine } from "../stories/queries.ts";
import type { StoryTab } from "../stories/story-place.ts";
import { placeOf, type Asked } from "./queries.ts";
import { StoryRow } from "./story-row.tsx";
import { TriageEmpty } from "./triage-empty.tsx";
import { useNewer } from "./use-newer.ts";
import type { StoryList } from "./use-story-list.ts";

/** The stories. What came meanwhile stands above as a number until somebody asks for it. */
export function TriageList({
  list,
  asked,
  active,
  onActive,
  onShow,
  onOpen,
  onClear,
  selection,
}: {
  list: StoryList;
  asked: Asked;
  active: number | null;
  onActive: (id: number) => void;
  /** Somebody pressed a part of a row. */
  onShow: (id: number, tab?: StoryTab) => void;
  onOpen: (id: number) => void;
  onClear: () => void;
  selection: Selection;
}): ReactElement {
  const { rows, again, readAt } = list;
  const { write } = useRights();
  const newer = useNewer(asked, list);
  const row = useCallback((line: StoryLine) => <StoryRow line={line} onShow={onShow} />, [onShow]);
  // In an empty list there is nobody whose row could move.
  const isEmptyAndOld = list.loaded && !list.old && rows.length === 0 && newer !== null;
  useEffect(() => {
    if (isEmptyAndOld) again();
    // Once for each news, and once more where the list was read before them.
  }, [isEmptyAndOld, newer, readAt, again]);
  return (
    <div className={`relative h-full min-h-0 ${list.old ? "opacity-60" : ""}`}>
      {newer && (
        <button
          type="button"
          onClick={again}
          className="absolute top-2 left-1/2 z-10 inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent-strong px-3 text-small font-medium whitespace-nowrap text-on-accent shadow-panel hover:brightness-110"
        >
          <ArrowUp size={14} aria-hidden />
          {newer}
        </button>
      )}
      {!list.loaded && list.error ? (
        <ErrorPanel error={list.error} retry={again} />
      ) : !list.loaded ? (
        <Loading lines={12} label="Loading stories" />
      ) : rows.length === 0 && !list.hasMore ? (
        <TriageEmpty search={asked.search} onClear={onClear} />
      ) : (
        <GridList
          label="Stories"
          items={rows}
          active={active}
          onActive={onActive}
          onOpen={({ id }) => onOpen(id)}
          nameOf={({ title }) => visible(title)}
          {...(write && { selection })}
          row={row}
          more={list.more}
          hasMore={list.hasMore}
          place={placeOf(asked)}
          readAt={readAt}
        />
      )}
    </div>
  );
}
