import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Moon,
  type LucideIcon,
} from "lucide-react";
import type { ReactElement } from "react";

import { Badge, type Tone } from "../../kit/chip.tsx";
import { stateName, type State } from "./words.ts";

const marks: Record<State, { icon: LucideIcon; colour: string; tone: Tone; about: string }> = {
  dead: {
    icon: CircleX,
    colour: "text-bad",
    tone: "bad",
    about: "Not read for two weeks, or gone for good: somebody has to look after it",
  },
  failing: {
    icon: CircleAlert,
    colour: "text-bad",
    tone: "bad",
    about: "Not read at its last check; it is tried again by itself",
  },
  quiet: {
    icon: Moon,
    colour: "text-warn",
    tone: "warn",
    about: "Answers, but has had nothing new for four weeks",
  },
  never: { icon: CircleDashed, colour: "text-muted", tone: "plain", about: "Not looked at yet" },
  ok: { icon: CircleCheck, colour: "text-good", tone: "good", about: "Read at its last check" },
  paused: {
    icon: CirclePause,
    colour: "text-faint",
    tone: "plain",
    about: "Not checked until it is resumed",
  },
};

export function stateColour(state: State): string {
  return marks[state].colour;
}

export function stateAbout(state: State): string {
  return marks[state].about;
}

/** The state as a picture; `label` gives it a name where no word stands beside it. */
export function StateIcon({ state, label = false }: { state: State; label?: boolean }): ReactElement {
  const { icon: Icon, colour } = marks[state];
  return (
    <span title={label ? stateName(state) : undefined} className={`inline-flex shrink-0 ${colour}`}>
      <Icon size={17} aria-hidden />
      {label && <span className="sr-only">{stateName(state)}</span>}
    </span>
  );
}

export function StateBadge({ state }: { state: State }): ReactElement {
  const { icon: Icon, tone, about } = marks[state];
  return (
    <Badge tone={tone} title={about}>
      <Icon size={12} aria-hidden />
      {stateName(state)}
    </Badge>
  );
}
