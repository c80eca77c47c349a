import type { ReactElement } from "react";

/** How near two texts are, 0 to 1: the bar says it again. */
export function Similarity({ value }: { value: number }): ReactElement {
  const share = Math.max(0, Math.min(100, Math.round(value * 100)));
  return (
    <span className="inline-flex w-8 shrink-0 flex-col items-stretch gap-1" title={`${share} % alike`}>
      <span className="text-center text-[0.9375rem] leading-none font-semibold text-muted">{share}</span>
      <span className="h-[3px] rounded-full bg-line" aria-hidden="true">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${share}%` }} />
      </span>
    </span>
  );
}
