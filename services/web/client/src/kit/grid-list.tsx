import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, type ReactElement, type ReactNode } from "react";

import { useKeys } from "../keys/use-keys.ts";
import type { Selection } from "./use-selection.ts";

type Props<Item extends { id: number }> = {
  /** What it is a list of. */
  label: string;
  items: readonly Item[];
  /** The row that keys act on. */
  active: number | null;
  onActive: (id: number) => void;
  onOpen?: (item: Item) => void;
  row: (item: Item, state: { active: boolean; selected: boolean }) => ReactNode;
  /** A word for who cannot see the row. */
  nameOf: (item: Item) => string;
  rowHeight?: number;
  selection?: Selection;
  /** Called when the end comes near. */
  more?: (() => void) | undefined;
  hasMore?: boolean;
  /** A row of column headings, `headerHeight` tall: it stays while the rest scrolls. */
  header?: ReactNode;
};

const headerHeight = 32;

/** A list of any length: only the rows in sight are in the page. `j` and `k` move, `x` selects, Enter opens. */
export function GridList<Item extends { id: number }>(props: Props<Item>): ReactElement {
  const {
    label,
    items,
    active,
    onActive,
    onOpen,
    row,
    nameOf,
    rowHeight = 56,
    selection,
    more,
    hasMore = false,
    header,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const activeIndex = items.findIndex((item) => item.id === active);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollPaddingEnd: header ? headerHeight : 0,
    getItemKey: (index) => items[index]?.id ?? index,
    // aria-activedescendant must name a row that is in the page, wherever people have scrolled to.
    rangeExtractor: useCallback(
      (range: Range) => {
        const rows = defaultRangeExtractor(range);
        return activeIndex === -1 || rows.includes(activeIndex)
          ? rows
          : [...rows, activeIndex].sort((a, b) => a - b);
      },
      [activeIndex],
    ),
  });
  const rows = virtual.getVirtualItems();
  const lastShown = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= items.length - 15) more?.();
  }, [hasMore, lastShown, items.length, more]);

  const move = (by: number): void => {
    const to = items[Math.max(0, Math.min(items.length - 1, activeIndex + by))];
    if (!to) return;
    onActive(to.id);
    virtual.scrollToIndex(items.indexOf(to));
  };
  const current = items[activeIndex];
  useKeys("List", {
    next: { key: "j", label: "Next", run: () => move(1) },
    previous: { key: "k", label: "Previous", run: () => move(-1) },
    ...(selection && {
      select: { key: "x", label: "Select", run: () => current && selection.toggle(current.id) },
      range: {
        key: "Shift+x",
        label: "Select up to here",
        run: () =>
          current &&
          selection.extend(
            current.id,
            items.map(({ id }) => id),
          ),
      },
    }),
    ...(onOpen && { open: { key: "o", label: "Open", run: () => current && onOpen(current) } }),
  });

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={hasMore ? -1 : items.length + (header ? 1 : 0)}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={current ? `row-${current.id}` : undefined}
      tabIndex={0}
      className="h-full overflow-y-auto outline-offset-[-2px]"
      onKeyDown={(event) => {
        const by = {
          ArrowDown: 1,
          ArrowUp: -1,
          PageDown: 10,
          PageUp: -10,
          Home: -items.length,
          End: items.length,
        }[event.key];
        if (by !== undefined) move(by);
        else if (event.key === "Enter" && current && event.target === event.currentTarget) onOpen?.(current);
        else return;
        event.preventDefault();
      }}
    >
      {header && <HeaderRow>{header}</HeaderRow>}
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {rows.map(({ index, start, key }) => {
          const item = items[index];
          if (!item) return null;
          const isActive = index === activeIndex;
          const selected = selection?.has(item.id) ?? false;
          return (
            <div
              key={key}
              id={`row-${item.id}`}
              role="row"
              aria-rowindex={index + (header ? 2 : 1)}
              aria-selected={selection ? selected : isActive}
              data-index={index}
              ref={virtual.measureElement}
              className={`absolute inset-x-0 top-0 flex border-b border-line ${
                isActive ? "bg-selected shadow-[inset_3px_0_0_var(--accent)]" : "hover:bg-hover"
              }`}
              style={{ transform: `translateY(${start}px)`, minHeight: rowHeight }}
              onClick={() => onActive(item.id)}
            >
              {selection && (
                <PickCell
                  name={nameOf(item)}
                  picked={selected}
                  onPick={(extend) =>
                    extend
                      ? selection.extend(
                          item.id,
                          items.map(({ id }) => id),
                        )
                      : selection.toggle(item.id)
                  }
                />
              )}
              {row(item, { active: isActive, selected })}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function HeaderRow({ children }: { children: ReactNode }): ReactElement {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-10 flex items-center border-b border-line bg-bg text-tiny font-semibold text-muted max-md:hidden"
      style={{ height: headerHeight }}
    >
      {children}
    </div>
  );
}

function PickCell({
  name,
  picked,
  onPick,
}: {
  name: string;
  picked: boolean;
  onPick: (extend: boolean) => void;
}): ReactElement {
  return (
    <div role="gridcell" className="flex shrink-0 items-center pl-3">
      <input
        type="checkbox"
        tabIndex={-1}
        aria-label={`Select ${name}`}
        checked={picked}
        onChange={() => undefined}
        onClick={(event) => {
          event.stopPropagation();
          onPick(event.shiftKey);
        }}
        className="size-5 accent-accent-strong"
      />
    </div>
  );
}
