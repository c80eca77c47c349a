import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, type ReactElement } from "react";

import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { copy, defanged, visible } from "../../kit/remote.tsx";
import { ErrorPanel } from "../../kit/states.tsx";
import { useMedia } from "../../kit/use-media.ts";
import { InBar } from "../../shell/bar.tsx";
import { ArticleText, type Looked } from "./article-text.tsx";
import { Judging } from "./extraction-row.tsx";
import { Extractions } from "./extractions.tsx";
import { layersText, shownLayers, type Layer } from "./layers.ts";
import { mentionsOf, showOf, type Show } from "./mention-filter.ts";
import type { Article } from "./queries.ts";
import { SelectionTools } from "./selection-tools.tsx";
import { useMentions } from "./use-mentions.ts";

const route = getRouteApi("/inside/articles/$id");

/** The text and what it names, side by side: each leads to the other. What is looked at stands in the address. */
export function ReadingTab({ article, listOnly }: { article: Article; listOnly: boolean }): ReactElement {
  const { entity, at, type, show: shownText, tab } = route.useSearch();
  const navigate = useNavigate();
  const { mentions, loaded, complete, error } = useMentions(article.id);
  const text = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const layers = useMemo(() => shownLayers(type), [type]);
  const show = showOf(shownText);
  const rows = useMemo(() => mentionsOf(mentions, show, layers), [mentions, show, layers]);
  const looked = useMemo<Looked>(
    () => (entity ? { entity: Number(entity), place: Number(at ?? 0) } : null),
    [entity, at],
  );
  const narrow = useMedia("(max-width: 1023px)");
  const current = mentions.find(({ entity_id }) => entity_id === looked?.entity) ?? null;
  const change = useCallback(
    (next: Record<string, string | undefined>) =>
      void navigate({
        to: "/articles/$id",
        params: { id: String(article.id) },
        search: (now) => ({ ...now, ...next }),
        replace: true,
      }),
    [navigate, article.id],
  );
  // Where somebody points in one pane, the other one moves, not the pane itself.
  const fromText = useRef(false);
  const look = useCallback(
    (next: Looked, inText: boolean) => {
      fromText.current = inText;
      change({
        entity: next ? String(next.entity) : undefined,
        at: next && next.place > 0 ? String(next.place) : undefined,
      });
    },
    [change],
  );
  // An address may name what comes with a later page.
  const known = current !== null;
  useEffect(() => {
    if (!looked || !known) return;
    if (!fromText.current) scrollToMark(pane.current, looked);
    // Also when it was chosen there: opened, it is taller than before.
    document.getElementById(`row-${looked.entity}`)?.scrollIntoView({ block: "nearest" });
    fromText.current = false;
  }, [looked, known, listOnly]);
  const walk = (by: number): void => {
    const count = current?.places.length ?? 0;
    if (current && count > 1)
      look({ entity: current.entity_id, place: ((looked?.place ?? 0) + by + count) % count }, false);
  };
  useKeys("Reading", {
    ...(current && {
      nextPlace: { key: ".", label: "Next place in the text", run: () => walk(1) },
      previousPlace: { key: ",", label: "Place before", run: () => walk(-1) },
      copy: {
        key: "c",
        label: "Copy defanged",
        run: () => void copy(defanged(current.type, current.value), "defanged"),
      },
      copyRaw: {
        key: "Shift+c",
        label: "Copy as it is",
        run: () => void copy(visible(current.value), "as it is"),
      },
    }),
  });
  if (error) return <ErrorPanel error={error} />;
  const setLayers = (next: ReadonlySet<Layer>): void => change({ type: layersText(next) });
  const setShow = (next: Show): void => change({ show: next === "all" ? undefined : next });
  return (
    <div className="lg:grid lg:min-h-0 lg:flex-1 lg:grid-cols-[minmax(0,1fr)_24rem] xl:grid-cols-[minmax(0,1fr)_28rem]">
      <div
        ref={pane}
        role="region"
        aria-label="Text"
        tabIndex={0}
        className={`relative min-h-0 px-4 py-2 md:px-6 lg:overflow-y-auto ${listOnly ? "max-lg:hidden" : ""}`}
      >
        <ArticleText
          article={article}
          mentions={mentions}
          layers={layers}
          looked={looked}
          onLook={(next) => look(next, true)}
          place={text}
          heading="h2"
        />
        {tab !== "extracted" && <SelectionTools article={article} mentions={mentions} place={text} />}
      </div>
      <aside
        aria-label="Extracted"
        className={`min-h-0 border-line lg:border-l ${listOnly ? "h-[75dvh] lg:h-auto" : "max-lg:hidden"}`}
      >
        <Extractions
          article={article}
          mentions={mentions}
          rows={rows}
          loaded={loaded}
          complete={complete}
          layers={layers}
          onLayers={setLayers}
          show={show}
          onShow={setShow}
          looked={looked}
          onLook={(next) => look(next, false)}
          onWalk={walk}
          onJump={() => change({ tab: undefined })}
        />
      </aside>
      {narrow && !listOnly && current && (
        <InBar>
          <span className="max-w-44 truncate">
            {visible(current.label ?? defanged(current.type, current.value))}
          </span>
          <Judging article={article} mention={current} withKeys />
          <Button kind="quiet" size="small" onClick={() => change({ tab: "extracted" })}>
            Details
          </Button>
        </InBar>
      )}
    </div>
  );
}

const mostFrames = 20;

/** Parts that were never drawn have an estimated height: until all in sight are, the place moves. */
function scrollToMark(pane: HTMLElement | null, { entity, place }: NonNullable<Looked>): void {
  let top = NaN;
  const look = (frame: number): void => {
    const mark = pane?.querySelector<HTMLElement>(`[data-m="${entity}"][data-p="${place}"]`);
    const now = mark?.getBoundingClientRect().top;
    if (mark && now !== top) mark.scrollIntoView({ block: "center" });
    top = mark?.getBoundingClientRect().top ?? NaN;
    if (frame < mostFrames && (frame < 3 || now !== top)) requestAnimationFrame(() => look(frame + 1));
  };
  look(0);
}
