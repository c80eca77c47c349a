import { Check, Circle, Star, Tag, X } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { doWith, type Doing, type Target } from "./triage-keys.ts";

/** What can be done with an article or with a selection: the same as the keys. */
export function TriageButtons({
  target,
  onLabel,
  after,
  size = "normal",
}: {
  target: NonNullable<Target>;
  onLabel: () => void;
  after?: (doing: Doing) => void;
  size?: "normal" | "small";
}): ReactElement | null {
  const { write } = useRights();
  if (!write) return null;
  const { state, starred } = target;
  const act = (doing: Doing): void => {
    doWith(target, doing);
    after?.(doing);
  };
  const icon = { size: 15, "aria-hidden": true } as const;
  return (
    <div role="group" aria-label="Triage" className="flex flex-wrap items-center gap-1.5">
      <Button
        size={size}
        action="triage.keep"
        icon={<Check {...icon} className={state === "kept" ? "text-good" : ""} />}
        onClick={() => act("keep")}
      >
        {state === "kept" ? "Kept" : "Keep"}
      </Button>
      <Button size={size} action="triage.dismiss" icon={<X {...icon} />} onClick={() => act("dismiss")}>
        {state === "dismissed" ? "Dismissed" : "Dismiss"}
      </Button>
      <Button size={size} action="triage.read" icon={<Circle {...icon} />} onClick={() => act("read")}>
        <span className="max-sm:sr-only">{state === "read" ? "Mark new" : "Mark read"}</span>
      </Button>
      <Button
        size={size}
        action="triage.star"
        icon={
          <Star {...icon} className={starred ? "text-warn" : ""} {...(starred && { fill: "currentColor" })} />
        }
        onClick={() => act("star")}
      >
        <span className="max-sm:sr-only">{starred ? "Starred" : "Star"}</span>
      </Button>
      <Button size={size} action="triage.label" icon={<Tag {...icon} />} onClick={onLabel}>
        <span className="max-sm:sr-only">Label</span>
      </Button>
    </div>
  );
}
