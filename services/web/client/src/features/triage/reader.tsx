import { useNavigate, useSearch } from "@tanstack/react-router";
import { memo, useEffect, useMemo, useRef, type ReactElement } from "react";

import { useKeys } from "../../keys/use-keys.ts";
import type { StoryLine } from "../stories/queries.ts";
import { toTab, type StoryPlace } from "../stories/story-place.ts";
import { StoryView } from "../stories/story-view.tsx";
import type { StoryActions } from "../stories/use-story-actions.tsx";

/** The open story beside the list. */
export const Reader = memo(function Reader({
  id,
  line,
  actions,
}: {
  id: number;
  line: StoryLine | undefined;
  actions: StoryActions;
}): ReactElement {
  const pane = useRef<HTMLDivElement>(null);
  const place = useReaderPlace();
  useEffect(() => {
    if (pane.current) pane.current.scrollTop = 0;
  }, [id, place.tab, place.article]);
  const scroll = (by: number): void =>
    pane.current?.scrollBy({ top: by * pane.current.clientHeight * 0.8, behavior: "smooth" });
  useKeys("Story", {
    down: { key: "Shift+j", label: "Scroll down", run: () => scroll(1) },
    up: { key: "Shift+k", label: "Scroll up", run: () => scroll(-1) },
  });
  return (
    <div
      ref={pane}
      role="region"
      aria-label="Open story"
      tabIndex={0}
      className="h-full overflow-y-auto bg-surface outline-offset-[-2px]"
    >
      <StoryView id={id} line={line} place={place} actions={actions} level={2} />
    </div>
  );
});

function useReaderPlace(): StoryPlace {
  const { tab, article, kind } = useSearch({ from: "/inside/" });
  const navigate = useNavigate();
  return useMemo((): StoryPlace => {
    type To = Parameters<StoryPlace["go"]>[0];
    const search =
      (to: To) =>
      (now: Record<string, unknown>): Record<string, unknown> => ({
        ...now,
        tab: to.tab === "read" ? undefined : (to.tab ?? tab),
        article: to.article === undefined ? article : String(to.article),
        kind: to.kind ?? kind,
      });
    return {
      tab: toTab(tab),
      article,
      kind,
      link: (to) => ({ to: "/", search: search(to), replace: true }) as ReturnType<StoryPlace["link"]>,
      go: (to) => void navigate({ to: "/", search: search(to), replace: true }),
    };
  }, [tab, article, kind, navigate]);
}
