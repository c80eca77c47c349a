import type { ReactElement } from "react";

/** A rank from 0 to 100. The bar says it again, so colour is not alone. */
export function Score({ value, label = "score" }: { value: number | null; label?: string }): ReactElement {
  if (value === null)
    return (
      <span className="text-faint" title={`No ${label} yet`}>
        –
      </span>
    );
  const rounded = Math.round(value);
  const tone =
    rounded >= 75 ? "bg-bad text-bad" : rounded >= 50 ? "bg-warn text-warn" : "bg-line-strong text-muted";
  const [bar, text] = tone.split(" ");
  return (
    <span
      className="inline-flex w-8 shrink-0 flex-col items-stretch gap-1"
      title={`${label} ${rounded} of 100`}
    >
      <span className={`text-center text-[0.9375rem] font-semibold leading-none ${text}`}>{rounded}</span>
      <span className="h-[3px] rounded-full bg-line" aria-hidden="true">
        <span className={`block h-full rounded-full ${bar}`} style={{ width: `${rounded}%` }} />
      </span>
    </span>
  );
}
