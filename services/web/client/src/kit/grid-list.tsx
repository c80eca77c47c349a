import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState, type ReactElement, type ReactNode } from "react";

import { useKeys } from "../keys/use-keys.ts";
import { keepPlace, standingPlace } from "./list-places.ts";
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
  /** The name under which it is remembered where somebody was in it. */
  place?: string;
  /** When it was read: what is read anew begins at its top. */
  readAt?: number;
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
    place,
    readAt,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const activeIndex = items.findIndex((item) => item.id === active);
  const [left] = useState(() => standingPlace(place, items, active));
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollPaddingEnd: header ? headerHeight : 0,
    getItemKey: (index) => items[index]?.id ?? index,
    ...(left && { initialOffset: left.offset, initialMeasurementsCache: left.sizes }),
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
  usePlace(place, { virtual, active, at: activeIndex });
  useTop(readAt, virtual);
  useArrival(activeIndex, { virtual, isBack: left !== undefined });
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
              onClick={({ target }) => !isPick(target) && onActive(item.id)}
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

type Virtual = ReturnType<typeof useVirtualizer<HTMLDivElement, Element>>;

/** Remembers where somebody was who leaves. */
function usePlace(
  place: string | undefined,
  now: { virtual: Virtual; active: number | null; at: number },
): void {
  const latest = useRef({ place, ...now });
  useEffect(() => {
    latest.current = { place, ...now };
  });
  useEffect(
    () => () => {
      const { place, virtual, active, at } = latest.current;
      if (place === undefined) return;
      const offset = virtual.scrollOffset ?? 0;
      const top = virtual.getVirtualItemForOffset(offset)?.key;
      keepPlace(place, {
        active,
        at,
        offset,
        top: typeof top === "number" ? top : null,
        sizes: virtual.takeSnapshot(),
      });
    },
    [],
  );
}

/** Whoever comes by an address that names a row finds it in sight; later nothing moves the list by itself. */
function useArrival(at: number, { virtual, isBack }: { virtual: Virtual; isBack: boolean }): void {
  const arrived = useRef(isBack);
  useEffect(() => {
    if (arrived.current || at === -1) return;
    arrived.current = true;
    virtual.scrollToIndex(at);
  }, [at, virtual]);
}

function useTop(readAt: number | undefined, virtual: Virtual): void {
  const shown = useRef(readAt);
  useEffect(() => {
    if (shown.current === readAt) return;
    shown.current = readAt;
    virtual.scrollToOffset(0);
  }, [readAt, virtual]);
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

/** Whoever picks a row does not go to it. */
function isPick(target: EventTarget): boolean {
  return target instanceof Element && target.closest("label") !== null;
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
    <div role="gridcell" className="flex shrink-0">
      {/* A finger that aims at the box means it, also where it lands beside it. */}
      <label className="-mr-2 flex items-center pr-2 pl-3">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${name}`}
          checked={picked}
          onChange={() => undefined}
          onClick={(event) => onPick(event.shiftKey)}
          className="size-5 accent-accent-strong"
        />
      </label>
    </div>
  );
}
