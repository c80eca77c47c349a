import { Check, Circle, Clock, Combine, Star, Tag, UserRound, X } from "lucide-react";
import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { errorText } from "../../kit/states.tsx";
import type { Selection } from "../../kit/use-selection.ts";
import { InBar } from "../../shell/bar.tsx";
import { say } from "../../shell/bar-store.ts";
import { stories } from "../stories/mark-stories.ts";
import type { StoryActions } from "../stories/use-story-actions.tsx";
import { allIds, type Asked } from "./queries.ts";

/** What is selected and what can be done with it. */
export function TriageBar({
  selection,
  actions,
  asked,
}: {
  selection: Selection;
  actions: StoryActions;
  asked: Asked;
}): ReactElement {
  const { write, reshapeStories } = useRights();
  const [finding, setFinding] = useState(false);
  useKeys("List", { clear: { key: "Escape", label: "Clear the selection", run: selection.clear } });
  const selectAll = async (): Promise<void> => {
    setFinding(true);
    try {
      const { ids, more } = await allIds(asked);
      selection.add(ids);
      say(
        more
          ? `Selected the first ${stories(ids.length)} that match`
          : `Selected all ${stories(ids.length)} that match`,
      );
    } catch (error) {
      say(errorText(error).title, "bad");
    }
    setFinding(false);
  };
  const icon = { size: 14, "aria-hidden": true } as const;
  return (
    <InBar>
      <span className="font-medium">{count(selection.ids.length)} selected</span>
      {write && (
        <>
          <Button size="small" action="triage.keep" icon={<Check {...icon} />} onClick={actions.keep}>
            Keep
          </Button>
          <Button size="small" action="triage.dismiss" icon={<X {...icon} />} onClick={actions.dismiss}>
            Dismiss
          </Button>
          <Button size="small" action="triage.read" icon={<Circle {...icon} />} onClick={actions.read}>
            Mark read
          </Button>
          <Button size="small" action="triage.star" icon={<Star {...icon} />} onClick={actions.star}>
            Star
          </Button>
          <Button
            size="small"
            action="triage.label"
            icon={<Tag {...icon} />}
            onClick={() => actions.ask("label")}
          >
            Label
          </Button>
          <Button
            size="small"
            action="triage.assign"
            icon={<UserRound {...icon} />}
            onClick={() => actions.ask("assign")}
          >
            Assign
          </Button>
          <Button
            size="small"
            action="triage.snooze"
            icon={<Clock {...icon} />}
            onClick={() => actions.ask("snooze")}
          >
            Snooze
          </Button>
        </>
      )}
      {reshapeStories && selection.ids.length > 1 && selection.ids.length <= 50 && (
        <Button size="small" action="triage.merge" icon={<Combine {...icon} />} onClick={actions.merge}>
          Merge
        </Button>
      )}
      <Button kind="quiet" size="small" disabled={finding} onClick={() => void selectAll()}>
        Select all that match
      </Button>
      <Button kind="quiet" size="small" action="list.clear" onClick={selection.clear}>
        Clear
      </Button>
    </InBar>
  );
}
