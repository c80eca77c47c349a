import type { KeyboardEvent } from "react";

/** Arrows go from cell to cell: up and down in a column, left and right to the same height in the next one. */
export function walk(event: KeyboardEvent<HTMLElement>): void {
  const box = event.currentTarget.closest("[data-matrix]");
  const columns = [...(box?.querySelectorAll("[data-column]") ?? [])]
    .map((column) => [...column.querySelectorAll<HTMLElement>("[data-cell]")])
    .filter((cells) => cells.length > 0);
  const x = columns.findIndex((cells) => cells.includes(event.currentTarget));
  const column = columns[x] ?? [];
  const y = column.indexOf(event.currentTarget);
  const beside = (by: number): HTMLElement | undefined => {
    const next = columns[x + by];
    return next?.[Math.min(y, next.length - 1)];
  };
  const to = {
    ArrowDown: () => column[y + 1],
    ArrowUp: () => column[y - 1],
    ArrowRight: () => beside(1),
    ArrowLeft: () => beside(-1),
    Home: () => column[0],
    End: () => column.at(-1),
  }[event.key];
  if (!to) return;
  event.preventDefault();
  to()?.focus();
}
