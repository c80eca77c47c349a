import { Check, Circle, Clock, Copy, Ellipsis, Maximize2, Star, Tag, UserRound, X } from "lucide-react";
import { lazy, Suspense, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button, ButtonLink, IconButton } from "../../kit/button.tsx";
import type { Head } from "./story-head.tsx";
import { copyIndicators } from "./use-story-keys.ts";
import type { StoryActions } from "./use-story-actions.tsx";

const StoryMore = lazy(() => import("./story-more.tsx").then(({ StoryMore }) => ({ default: StoryMore })));

/** What can be done with the open story. */
export function StoryButtons({
  head,
  actions,
  level,
  isNarrow,
}: {
  head: Head;
  actions: StoryActions;
  level: 1 | 2;
  isNarrow: boolean;
}): ReactElement {
  const { write } = useRights();
  const { state, starred } = head.marks;
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:gap-1">
      {write && (
        <>
          <Button
            action="triage.keep"
            className="max-sm:px-2"
            icon={<Check size={15} aria-hidden className={state === "kept" ? "text-good" : ""} />}
            onClick={actions.keep}
          >
            {state === "kept" ? "Kept" : "Keep"}
          </Button>
          <Button
            action="triage.dismiss"
            className="max-sm:px-2"
            icon={<X size={15} aria-hidden />}
            onClick={actions.dismiss}
          >
            {state === "dismissed" ? "Dismissed" : "Dismiss"}
          </Button>
          <Button
            action="triage.read"
            className="max-sm:px-2"
            icon={<Circle size={15} aria-hidden />}
            onClick={actions.read}
          >
            <span className="@max-xl:sr-only">{state === "read" ? "Mark new" : "Mark read"}</span>
          </Button>
          <IconButton
            label={starred ? "Take the star off" : "Star"}
            action="triage.star"
            aria-pressed={starred}
            icon={<Star size={16} aria-hidden className={starred ? "fill-warn text-warn" : ""} />}
            onClick={actions.star}
          />
          {!isNarrow && <Asking actions={actions} />}
        </>
      )}
      {!write && (
        <Button
          action="story.copy"
          icon={<Copy size={15} aria-hidden />}
          onClick={() => void copyIndicators(head.id, true)}
        >
          Copy indicators
        </Button>
      )}
      <Suspense fallback={<IconButton label="More" disabled icon={<Ellipsis size={16} aria-hidden />} />}>
        <StoryMore head={head} actions={actions} withAsking={isNarrow} />
      </Suspense>
      {level === 2 && (
        <ButtonLink kind="quiet" to="/stories/$id" params={{ id: String(head.id) }}>
          <Maximize2 size={14} aria-hidden />
          Open
        </ButtonLink>
      )}
    </div>
  );
}

/** What asks for a word more. */
function Asking({ actions }: { actions: StoryActions }): ReactElement {
  return (
    <>
      <IconButton
        label="Label"
        action="triage.label"
        icon={<Tag size={16} aria-hidden />}
        onClick={() => actions.ask("label")}
      />
      <IconButton
        label="Assign"
        action="triage.assign"
        icon={<UserRound size={16} aria-hidden />}
        onClick={() => actions.ask("assign")}
      />
      <IconButton
        label="Snooze"
        action="triage.snooze"
        icon={<Clock size={16} aria-hidden />}
        onClick={() => actions.ask("snooze")}
      />
    </>
  );
}
