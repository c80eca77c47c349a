import type { ReactElement } from "react";

import { count } from "../../kit/number.ts";
import { heatOf } from "./matrix.ts";

const backs = ["bg-heat-0", "bg-heat-1", "bg-heat-2", "bg-heat-3", "bg-heat-4"];

/** The class that gives a value its colour. */
export function heatClass(value: number, steps: readonly number[]): string {
  return backs[heatOf(value, steps)] ?? "bg-heat-0";
}

/** What the colours stand for. */
export function HeatLegend({
  steps,
  most,
  what,
}: {
  steps: readonly number[];
  most: number;
  what: string;
}): ReactElement {
  const shown = steps.filter((step) => step <= most);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-tiny text-muted">
      <span className="capitalize">{what}</span>
      {shown.map((step, index) => {
        const next = shown[index + 1];
        const last = next === undefined ? most : next - 1;
        return (
          <span key={step} className="inline-flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className={`size-3.5 rounded-[3px] border border-line ${heatClass(step, steps)}`}
            />
            {step === last ? count(step) : `${count(step)}–${count(last)}`}
          </span>
        );
      })}
    </p>
  );
}
