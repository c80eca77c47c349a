import type { ReactElement } from "react";

import { count, plural } from "../../kit/number.ts";
import { heatClass } from "./heat.tsx";
import type { Cell, Column } from "./matrix.ts";
import type { Technique } from "./queries.ts";
import type { View } from "./view.ts";
import { walk } from "./walk.ts";

type Shared = {
  steps: readonly number[];
  view: View;
  /** The cell that the Tab key leads to. */
  entry: string | null;
  onFocus: (key: string) => void;
  onOpen: (technique: string) => void;
};

/** A tactic with its techniques. */
export function MatrixColumn({
  column: { id, name, cells, seen },
  opened,
  onToggle,
  ...shared
}: Shared & {
  column: Column;
  opened: ReadonlySet<string>;
  onToggle: (key: string) => void;
}): ReactElement {
  const { names, sub, all } = shared.view;
  // A tactic of which nothing was seen takes little room.
  const isWide = names && (all || seen > 0);
  return (
    <section data-column={id} aria-labelledby={`tactic-${id}`} className={isWide ? "w-36" : "w-18"}>
      <header
        className={`sticky top-0 z-10 flex flex-col justify-end bg-bg pb-1.5 ${names && all ? "h-14" : "h-18"}`}
      >
        <h2 id={`tactic-${id}`} className="line-clamp-3 text-tiny leading-tight font-semibold">
          {isWide ? name : divided(name)}
        </h2>
        <p className="text-tiny text-faint">{seen === 0 ? "none seen" : `${seen} seen`}</p>
      </header>
      <ul className="flex flex-col gap-1">
        {cells.map((cell) => {
          const key = `${id}/${cell.technique.id}`;
          const isOpen = cell.subs.length > 0 && sub !== opened.has(key);
          return (
            <li key={key} className="relative">
              <TechniqueCell cell={cell} cellKey={key} isOpen={isOpen} onToggle={onToggle} {...shared} />
              {isOpen && (
                <ul className="mt-1 ml-2 flex flex-col gap-1 border-l border-line-strong pl-1.5">
                  {cell.subs.map(({ technique, value }) => (
                    <li key={technique.id}>
                      <CellButton
                        technique={technique}
                        value={value}
                        cellKey={`${key}/${technique.id}`}
                        isPart
                        {...shared}
                      />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Few elements each: a whole matrix has nearly a thousand of them. */
function TechniqueCell({
  cell: { technique, value, subs },
  cellKey,
  isOpen,
  onToggle,
  ...shared
}: Shared & { cell: Cell; cellKey: string; isOpen: boolean; onToggle: (key: string) => void }): ReactElement {
  const opens = subs.length > 0 && shared.view.names;
  return (
    <>
      <CellButton
        technique={technique}
        value={value}
        cellKey={cellKey}
        {...(subs.length > 0 && { parts: cellKey })}
        {...shared}
      />
      {opens && (
        <button
          type="button"
          tabIndex={-1}
          aria-expanded={isOpen}
          aria-label={`${subs.length} sub-techniques of ${technique.name}`}
          title={`${subs.length} sub-techniques`}
          onClick={() => onToggle(cellKey)}
          className="absolute top-0 right-0 size-6 rounded text-[0.6875rem] text-muted hover:text-text"
        >
          {isOpen ? "▾" : "▸"}
        </button>
      )}
    </>
  );
}

function CellButton({
  technique: { id, name },
  value,
  cellKey,
  parts,
  isPart = false,
  steps,
  view,
  entry,
  onFocus,
  onOpen,
}: Shared & {
  technique: Technique;
  value: number;
  cellKey: string;
  parts?: string;
  /** Stands below its technique. */
  isPart?: boolean;
}): ReactElement {
  const isOpen = view.technique === id;
  const shownId = isPart ? id.slice(id.indexOf(".")) : id;
  const [one, many] = nouns[view.count];
  const counted = plural(value, one, many);
  return (
    <button
      type="button"
      data-cell={cellKey}
      data-parts={parts}
      tabIndex={entry === cellKey ? 0 : -1}
      aria-current={isOpen ? "true" : undefined}
      aria-label={
        view.names
          ? `${name} ${shownId} ${value > 0 ? counted : "not seen"}`
          : `${shownId} ${value > 0 ? counted : "not seen"}, ${name}`
      }
      title={`${id} ${name}`}
      onFocus={() => onFocus(cellKey)}
      onKeyDown={walk}
      onClick={() => onOpen(id)}
      className={`grid w-full grid-cols-[1fr_auto] content-between items-baseline rounded border px-1.5 text-left font-mono text-[0.6875rem] leading-tight ${heatClass(value, steps)} ${isOpen ? "border-accent" : "border-transparent hover:border-line-strong"} ${value === 0 ? "text-muted" : "text-text"} ${view.names ? "min-h-11 py-1" : "h-8 content-center"}`}
    >
      {view.names && (
        <span
          className={`col-span-2 line-clamp-2 font-sans text-tiny leading-tight font-medium ${parts ? "pr-3" : ""}`}
        >
          {name}
        </span>
      )}
      {` ${shownId} `}
      {value > 0 && <b className="font-sans text-tiny font-semibold">{count(value)}</b>}
    </button>
  );
}

const nouns = { articles: ["article", "articles"], stories: ["story", "stories"] } as const;

/** Long words with the places where they may be divided, for narrow columns. */
function divided(name: string): string {
  return name.replace(/(Recon|nais|Develop|Persis|Impair|Exfiltra)(?=\p{L}{4})/gu, "$1\u00ad");
}
