import { ArrowUp } from "lucide-react";
import type { ReactElement } from "react";

import { count } from "./number.ts";

/** Brings in the rows that came on top of a list since it was read. */
export function NewPill({
  newer,
  more = false,
  onShow,
}: {
  newer: number;
  /** There are more than were counted. */
  more?: boolean;
  onShow: () => void;
}): ReactElement | null {
  if (newer === 0) return null;
  return (
    <button
      type="button"
      onClick={onShow}
      className="absolute top-2 left-1/2 z-20 inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-accent-strong px-3 text-small font-medium text-on-accent shadow-panel hover:brightness-110"
    >
      <ArrowUp size={14} aria-hidden />
      {count(newer)}
      {more && "+"} new
    </button>
  );
}
