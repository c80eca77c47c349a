import { useRef, useState, type ReactElement } from "react";

import { useKeys } from "../../keys/use-keys.ts";
import { HeatLegend } from "./heat.tsx";
import type { Column } from "./matrix.ts";
import { MatrixColumn } from "./matrix-column.tsx";
import type { View } from "./view.ts";

/**
 * The matrix. One cell is in the order of the Tab key; arrows lead to the others, Enter opens one. The page itself
 * never scrolls sideways: the matrix does.
 */
export function MatrixView({
  columns,
  steps,
  view,
  onOpen,
}: {
  columns: readonly Column[];
  steps: readonly number[];
  view: View;
  onOpen: (technique: string) => void;
}): ReactElement {
  const box = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState<string | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const filled = columns.find(({ cells }) => cells.length > 0);
  const entry = focus ?? (filled ? `${filled.id}/${filled.cells[0]?.technique.id}` : null);
  const toggle = (key: string): void =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  useKeys("ATT&CK", {
    parts: {
      key: "u",
      label: "Sub-techniques of the cell",
      run: () => {
        const cell = document.activeElement;
        if (cell instanceof HTMLElement && box.current?.contains(cell) && cell.dataset["parts"])
          toggle(cell.dataset["parts"]);
      },
    },
  });
  const most = Math.max(0, ...columns.flatMap(({ cells }) => cells.map(({ value }) => value)));
  return (
    <div className="flex h-full flex-col">
      <div
        ref={box}
        role="region"
        aria-label="Matrix"
        data-matrix=""
        className="relative min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
      >
        <div className="flex min-w-max items-start gap-1.5 px-4 pb-4 md:px-6">
          {columns.map((column) => (
            <MatrixColumn
              key={column.id}
              column={column}
              steps={steps}
              view={view}
              entry={entry}
              opened={opened}
              onToggle={toggle}
              onFocus={setFocus}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
      <div className="border-t border-line px-4 py-1.5 md:px-6">
        <HeatLegend steps={steps} most={most} what={view.count} />
      </div>
    </div>
  );
}
