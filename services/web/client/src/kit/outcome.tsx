import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  PauseCircle,
  RotateCw,
  Timer,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";

import { typeTitle } from "./type-name.ts";

const outcomes: Record<string, readonly [icon: LucideIcon, colour: string, word: string]> = {
  running: [LoaderCircle, "text-accent", "Running"],
  active: [LoaderCircle, "text-accent", "Running"],
  waiting: [Clock, "text-muted", "Waiting"],
  delayed: [Timer, "text-muted", "Delayed"],
  completed: [CircleCheck, "text-good", "Completed"],
  completed_with_errors: [TriangleAlert, "text-warn", "With errors"],
  failed: [CircleX, "text-bad", "Failed"],
  cancelled: [Ban, "text-muted", "Cancelled"],
  retrying: [RotateCw, "text-warn", "Retrying"],
  handed_back: [Undo2, "text-muted", "Handed back"],
  ok: [CircleCheck, "text-good", "OK"],
  not_modified: [CircleCheck, "text-muted", "Not changed"],
  degraded: [TriangleAlert, "text-warn", "Degraded"],
  error: [CircleX, "text-bad", "Error"],
  online: [CircleCheck, "text-good", "Online"],
  lost: [CircleX, "text-bad", "Lost"],
  stopped: [PauseCircle, "text-muted", "Stopped"],
  paused: [PauseCircle, "text-warn", "Paused"],
};

/** A state in a word. */
export function outcomeWord(state: string): string {
  return outcomes[state]?.[2] ?? typeTitle(state);
}

export function OutcomeIcon({ state, size = 16 }: { state: string; size?: number }): ReactElement {
  const [Icon, colour] = outcomes[state] ?? [CircleDashed, "text-muted"];
  const turns = Icon === LoaderCircle ? "animate-spin" : "";
  return <Icon size={size} aria-hidden className={`shrink-0 ${colour} ${turns}`} />;
}

/** How a run, a job, a check or a component of the system does: icon and word. */
export function Outcome({ state, word }: { state: string; word?: string }): ReactElement {
  const colour = outcomes[state]?.[1] ?? "text-muted";
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${colour}`}>
      <OutcomeIcon state={state} />
      {word ?? outcomeWord(state)}
    </span>
  );
}

/** The word alone, in the colour of its icon, for where that stands at the begin of the row. */
export function OutcomeText({ state }: { state: string }): ReactElement {
  return <span className={outcomes[state]?.[1] ?? "text-muted"}>{outcomeWord(state)}</span>;
}
