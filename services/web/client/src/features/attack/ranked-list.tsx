import { ChevronRight } from "lucide-react";
import type { ReactElement } from "react";

import { plural } from "../../kit/number.ts";
import { heatClass } from "./heat.tsx";
import type { Cell } from "./matrix.ts";
import type { View } from "./view.ts";

/** The matrix for a narrow screen: the techniques, the most frequent first. */
export function RankedList({
  cells,
  steps,
  view,
  onOpen,
}: {
  cells: readonly Cell[];
  steps: readonly number[];
  view: View;
  onOpen: (technique: string) => void;
}): ReactElement {
  return (
    <ol className="h-full overflow-y-auto" aria-label="Techniques by frequency">
      {cells.map(({ technique: { id, name }, value, subs }) => (
        <li key={id} className="border-b border-line">
          <button
            type="button"
            onClick={() => onOpen(id)}
            className="flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left hover:bg-hover"
          >
            <span
              aria-hidden="true"
              className={`h-8 w-1.5 shrink-0 rounded-full ${heatClass(value, steps)}`}
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{name}</span>
              <span className="block text-small text-muted">
                <span className="font-mono">{id}</span>
                {subs.length > 0 && ` · ${plural(subs.length, "sub-technique")}`}
              </span>
            </span>
            <span className="shrink-0 text-small text-muted">
              {view.count === "articles" ? plural(value, "article") : plural(value, "story", "stories")}
            </span>
            <ChevronRight size={16} aria-hidden className="shrink-0 text-faint" />
          </button>
        </li>
      ))}
    </ol>
  );
}
