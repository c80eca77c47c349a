import type { ReactElement } from "react";

import { More } from "../../kit/more.tsx";
import { visible } from "../../kit/remote.tsx";

export type ScorePart = { name: string; points: number; reason: string };

/** `+13.9`, `−4`. */
export function points(value: number): string {
  const text = Math.abs(value).toFixed(1).replace(/\.0$/, "");
  return value < 0 ? `−${text}` : `+${text}`;
}

/** Why a story ranks where it does: the weightiest parts in a line, all of them with their reasons on demand. */
export function ScoreWhy({
  score,
  parts,
}: {
  score: number | null;
  parts: readonly ScorePart[];
}): ReactElement | null {
  if (score === null || parts.length === 0) return null;
  const sorted = parts.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const most = Math.max(...sorted.map(({ points }) => Math.abs(points)), 1);
  return (
    <More
      summary={
        <span className="min-w-0 max-sm:truncate">
          <span className="font-medium">Why {Math.round(score)}</span>
          <span className="ml-2 group-open/more:hidden">
            {sorted
              .slice(0, 4)
              .map(({ name, points: value }) => `${visible(name)} ${points(value)}`)
              .join(" · ")}
          </span>
        </span>
      }
    >
      <ul className="mt-2 flex flex-col gap-1">
        {sorted.map((part) => (
          <li
            key={part.name}
            className="grid grid-cols-[7rem_3rem_minmax(0,1fr)] items-baseline gap-x-3 @xl:grid-cols-[7rem_3rem_5rem_minmax(0,1fr)]"
          >
            <span className="text-muted">{visible(part.name)}</span>
            <span className={`text-right ${part.points < 0 ? "text-muted" : "text-text"}`}>
              {points(part.points)}
            </span>
            <span className="h-1 self-center rounded-full bg-raised @max-xl:hidden" aria-hidden="true">
              <span
                className={`block h-full rounded-full ${part.points < 0 ? "hatch bg-line-strong" : "bg-accent"}`}
                style={{ width: `${(Math.abs(part.points) / most) * 100}%` }}
              />
            </span>
            <span className="text-muted @max-xl:col-span-3">{visible(part.reason)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-tiny text-faint">A rank says what to read first. It is no verdict.</p>
    </More>
  );
}
