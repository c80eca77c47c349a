import { useMemo, type ReactElement } from "react";

import { GridList } from "../../kit/grid-list.tsx";
import { count } from "../../kit/number.ts";
import { defanged, visible } from "../../kit/remote.tsx";
import { Empty, Loading } from "../../kit/states.tsx";
import type { Looked } from "./article-text.tsx";
import { ExtractionRow } from "./extraction-row.tsx";
import { layerOf, layers as allLayers, type Layer } from "./layers.ts";
import { isShown, showNames, type Show } from "./mention-filter.ts";
import type { Article, Mention } from "./queries.ts";

type Props = {
  article: Article;
  /** All of them, for the counts. */
  mentions: readonly Mention[];
  rows: readonly (Mention & { id: number })[];
  loaded: boolean;
  complete: boolean;
  layers: ReadonlySet<Layer>;
  onLayers: (layers: ReadonlySet<Layer>) => void;
  show: Show;
  onShow: (show: Show) => void;
  looked: Looked;
  onLook: (looked: Looked) => void;
  onWalk: (by: number) => void;
  onJump: () => void;
};

/** What was extracted from the text, in its order. The row that is looked at opens up. */
export function Extractions(props: Props): ReactElement {
  const { article, mentions, rows, loaded, looked, onLook, onWalk, onJump } = props;
  return (
    <div className="flex h-full flex-col">
      <Layers {...props} />
      <div className="min-h-0 flex-1">
        {!loaded && <Loading lines={8} />}
        {loaded && rows.length === 0 && <None some={mentions.length > 0} {...props} />}
        {rows.length > 0 && (
          <GridList
            label="Extracted from the text"
            items={rows}
            active={looked?.entity ?? null}
            onActive={(entity) => {
              if (entity !== looked?.entity) onLook({ entity, place: 0 });
            }}
            nameOf={({ type, value }) => defanged(type, value)}
            row={(mention, { active }) => (
              <ExtractionRow
                article={article}
                mention={mention}
                open={active}
                place={looked?.place ?? 0}
                onWalk={onWalk}
                onJump={onJump}
              />
            )}
          />
        )}
      </div>
    </div>
  );
}

/** Switches for what is highlighted, with how much of it there is; and which of it is listed. */
function Layers({ mentions, complete, layers, onLayers, show, onShow }: Props): ReactElement {
  const toggle = (layer: Layer): void => {
    const next = new Set(layers);
    if (!next.delete(layer)) next.add(layer);
    onLayers(next);
  };
  const counts = useMemo(() => countBy(mentions), [mentions]);
  const present = allLayers.filter(({ layer }) => counts.has(layer));
  return (
    <div className="flex flex-col gap-2 border-b border-line px-3 py-2">
      <div className="flex items-center justify-between gap-2">
        <h2 className="text-[0.9375rem] font-semibold">
          Extracted{" "}
          <span className="font-normal text-faint">
            {count(mentions.length)}
            {!complete && "+"}
          </span>
        </h2>
        <div role="group" aria-label="Which are listed" className="flex">
          {(Object.keys(showNames) as Show[]).map((name) => {
            const matching = counts.get(name) ?? 0;
            if (name !== "all" && name !== show && matching === 0) return null;
            return (
              <button
                key={name}
                type="button"
                aria-pressed={show === name}
                onClick={() => onShow(name)}
                className={`h-6 rounded px-1.5 text-small ${show === name ? "bg-selected font-medium text-text" : "text-muted hover:text-text"}`}
              >
                {showNames[name]}
                {name !== "all" && <span className="ml-1 text-tiny text-faint">{matching}</span>}
              </button>
            );
          })}
        </div>
      </div>
      <div role="group" aria-label="Highlighted in the text" className="flex flex-wrap gap-1">
        {present.map(({ layer, name, colour }) => (
          <button
            key={layer}
            type="button"
            aria-pressed={layers.has(layer)}
            onClick={() => toggle(layer)}
            className={`inline-flex h-6 items-center gap-1.5 rounded-md border px-1.5 text-small ${
              layers.has(layer)
                ? "border-line-strong bg-raised"
                : "border-line text-faint line-through decoration-line-strong"
            }`}
          >
            <span
              aria-hidden="true"
              className={`size-2 rounded-xs ${layers.has(layer) ? "bg-current" : "border border-current"} ${colour}`}
            />
            {name}
            <span className="text-tiny text-faint">{count(counts.get(layer) ?? 0)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** How many there are of each layer, and of what can be listed. */
function countBy(mentions: readonly Mention[]): ReadonlyMap<Layer | Show, number> {
  const counts = new Map<Layer | Show, number>();
  const add = (name: Layer | Show): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const mention of mentions) {
    add(layerOf(mention.type));
    for (const name of Object.keys(showNames) as Show[]) if (isShown(mention, name)) add(name);
  }
  return counts;
}

function None({ some, show, onShow, onLayers }: Props & { some: boolean }): ReactElement {
  if (!some)
    return (
      <Empty title="Nothing was extracted">The text names no indicator, actor, malware or technique.</Empty>
    );
  const all = new Set(allLayers.map(({ layer }) => layer));
  return (
    <Empty
      title="Nothing to list"
      actions={
        <button
          type="button"
          className="text-accent underline"
          onClick={() => (show === "all" ? onLayers(all) : onShow("all"))}
        >
          {show === "all" ? "Show every type" : "Show all"}
        </button>
      }
    >
      {visible("What the article names is switched off above.")}
    </Empty>
  );
}
