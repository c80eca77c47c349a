import type { ReactElement } from "react";

import { count } from "../../kit/number.ts";
import { roughly } from "../../kit/time-words.ts";
import type { Progress } from "./use-run-progress.ts";
import { progressWords, remainingMs } from "./words.ts";

/** How far a running run is, and how long it will still take. */
export function ProgressBar({
  kind,
  startedAt,
  progress,
}: {
  kind: string;
  startedAt: string;
  progress: Progress | undefined;
}): ReactElement {
  if (!progress || progress.total === null)
    return (
      <span className="text-small text-muted">{progress ? `${count(progress.done)} done` : "Begun"}</span>
    );
  const { total, at } = progress;
  const done = Math.min(progress.done, total);
  const left = remainingMs(at - Date.parse(startedAt), done, total);
  const words = progressWords(kind, done, total);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div
        role="progressbar"
        aria-label="Progress"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
        className="h-1.5 w-full overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-500"
          style={{ width: `${total === 0 ? 0 : (done / total) * 100}%` }}
        />
      </div>
      <span className="truncate text-small text-muted">
        {words}
        {left !== null && ` · about ${roughly(left)} left`}
      </span>
    </div>
  );
}
