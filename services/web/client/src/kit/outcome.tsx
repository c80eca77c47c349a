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

import { outcomeWord } from "./outcome-words.ts";

const outcomes: Record<string, readonly [icon: LucideIcon, colour: string]> = {
  running: [LoaderCircle, "text-accent"],
  active: [LoaderCircle, "text-accent"],
  waiting: [Clock, "text-muted"],
  delayed: [Timer, "text-muted"],
  completed: [CircleCheck, "text-good"],
  completed_with_errors: [TriangleAlert, "text-warn"],
  failed: [CircleX, "text-bad"],
  cancelled: [Ban, "text-muted"],
  retrying: [RotateCw, "text-warn"],
  handed_back: [Undo2, "text-muted"],
  ok: [CircleCheck, "text-good"],
  not_modified: [CircleCheck, "text-muted"],
  degraded: [TriangleAlert, "text-warn"],
  error: [CircleX, "text-bad"],
  online: [CircleCheck, "text-good"],
  lost: [CircleX, "text-bad"],
  stopped: [PauseCircle, "text-muted"],
  paused: [PauseCircle, "text-warn"],
};

export function OutcomeIcon({ state, size = 16 }: { state: string; size?: number }): ReactElement {
  const [Icon, colour] = outcomes[state] ?? [CircleDashed, "text-muted"];
  const turns = Icon === LoaderCircle ? "animate-spin" : "";
  return <Icon size={size} aria-hidden className={`shrink-0 self-center ${colour} ${turns}`} />;
}

/** How a run, a job, a check or a component of the system does: icon and word. */
export function Outcome({ state, word }: { state: string; word?: string }): ReactElement {
  const colour = outcomes[state]?.[1] ?? "text-muted";
  return (
    <span className={`inline-flex items-baseline gap-1.5 whitespace-nowrap ${colour}`}>
      <OutcomeIcon state={state} />
      {word ?? outcomeWord(state)}
    </span>
  );
}

/** The word alone, in the colour of its icon, for where that stands at the begin of the row. */
export function OutcomeText({ state }: { state: string }): ReactElement {
  return <span className={outcomes[state]?.[1] ?? "text-muted"}>{outcomeWord(state)}</span>;
}
