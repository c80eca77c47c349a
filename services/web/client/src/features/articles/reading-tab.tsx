import { getRouteApi, useNavigate } from "@tanstack/react-router";
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  type ReactElement,
  type ReactNode,
} from "react";

import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { copy, defanged, visible } from "../../kit/remote.tsx";
import { ErrorPanel, Loading } from "../../kit/states.tsx";
import { useMedia } from "../../kit/use-media.ts";
import { InBar } from "../../shell/bar.tsx";
import { ArticleText, type Looked } from "./article-text.tsx";
import { Judging } from "./extraction-row.tsx";
import { Extractions } from "./extractions.tsx";
import { layersText, shownLayers, type Layer } from "./layers.ts";
import { mentionsOf, showOf, type Show } from "./mention-filter.ts";
import type { Article, Mention } from "./queries.ts";
import { scrollToMark } from "./scroll-to-mark.ts";
import { SelectionTools } from "./selection-tools.tsx";
import { useMentions } from "./use-mentions.ts";
import { usePassage } from "./use-passage.ts";

const ArticleAnalysis = lazy(() =>
  import("./article-analysis.tsx").then((file) => ({ default: file.ArticleAnalysis })),
);

const route = getRouteApi("/inside/articles/$id");

/**
 * The text, and beside it what it names or what the model says of it: each leads to the other. What is looked at stands
 * in the address.
 */
export function ReadingTab({
  article,
  beside,
}: {
  article: Article;
  /** What has the room where there is only one pane. */
  beside: "text" | "extracted" | "analysis";
}): ReactElement {
  const { entity, at, type, show: shownText } = route.useSearch();
  const navigate = useNavigate();
  const { mentions, loaded, complete, error } = useMentions(article.id);
  const text = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const layers = useMemo(() => shownLayers(type), [type]);
  const show = showOf(shownText);
  const rows = useMemo(() => mentionsOf(mentions, show, layers), [mentions, show, layers]);
  const { passage, show: showPassage } = usePassage(at, pane, beside);
  const looked = useMemo<Looked>(
    () => (entity && !passage ? { entity: Number(entity), place: Number(at ?? 0) } : null),
    [entity, at, passage],
  );
  const listOnly = beside !== "text";
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
    if (!fromText.current) scrollToMark(pane.current, markOf(looked));
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
    <div
      className={`lg:grid lg:min-h-0 lg:flex-1 ${beside === "analysis" ? "lg:grid-cols-[minmax(0,1fr)_26rem] xl:grid-cols-[minmax(0,1fr)_34rem]" : "lg:grid-cols-[minmax(0,1fr)_24rem] xl:grid-cols-[minmax(0,1fr)_28rem]"}`}
    >
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
          passage={passage}
        />
        {beside !== "extracted" && <SelectionTools article={article} mentions={mentions} place={text} />}
      </div>
      {beside === "analysis" ? (
        <AnalysisPane>
          <ArticleAnalysis
            article={article}
            mentions={mentions}
            at={at}
            isBeside={!narrow}
            onShow={showPassage}
          />
        </AnalysisPane>
      ) : (
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
      )}
      {narrow && !listOnly && current && (
        <LookedBar article={article} mention={current} onDetails={() => change({ tab: "extracted" })} />
      )}
    </div>
  );
}

/** It scrolls by itself, as the text beside it does. */
function AnalysisPane({ children }: { children: ReactNode }): ReactElement {
  return (
    <aside
      aria-label="Beside the text"
      className="relative min-h-0 border-line p-4 md:max-lg:px-6 lg:overflow-y-auto lg:border-l"
    >
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </aside>
  );
}

/** What is looked at, where its list does not stand beside the text. */
function LookedBar({
  article,
  mention,
  onDetails,
}: {
  article: Article;
  mention: Mention;
  onDetails: () => void;
}): ReactElement {
  return (
    <InBar>
      <span className="max-w-44 truncate">
        {visible(mention.label ?? defanged(mention.type, mention.value))}
      </span>
      <Judging article={article} mention={mention} withKeys />
      <Button kind="quiet" size="small" onClick={onDetails}>
        Details
      </Button>
    </InBar>
  );
}

function markOf({ entity, place }: NonNullable<Looked>): string {
  return `[data-m="${entity}"][data-p="${place}"]`;
}
