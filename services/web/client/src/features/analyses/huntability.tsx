import type { ReactElement } from "react";

const steps = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** How well it can be hunted, 1 to 10. Its reasons stand with the advice. */
export function Huntability({ value }: { value: number | null }): ReactElement {
  if (value === null)
    return (
      <p className="text-small text-muted">No huntability: none of its reasons is borne out by the text.</p>
    );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="text-small text-muted">Huntability</span>
      <span
        role="meter"
        aria-label="Huntability"
        aria-valuemin={1}
        aria-valuemax={10}
        aria-valuenow={value}
        className="flex gap-0.5"
      >
        {steps.map((step) => (
          <span
            key={step}
            className={`h-3 w-2.5 rounded-[2px] ${step <= value ? "bg-accent" : "bg-raised"}`}
          />
        ))}
      </span>
      <span className="font-semibold">
        {value} <span className="font-normal text-muted">of 10</span>
      </span>
    </div>
  );
}
