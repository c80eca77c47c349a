import { Ellipsis } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { keyHint } from "../../keys/key-store.ts";
import { IconButton } from "../../kit/button.tsx";
import { Menu, type MenuItem } from "../../kit/menu.tsx";
import { copy } from "../../kit/remote.tsx";
import type { Head } from "./story-head.tsx";
import type { StoryActions } from "./use-story-actions.tsx";
import { copyIndicators } from "./use-story-keys.ts";

/** The rest of what can be done. Loaded after the page: menus are a large part of the kit. */
export function StoryMore({
  head,
  actions,
  withAsking,
}: {
  head: Head;
  actions: StoryActions;
  /** Where there is no room for buttons of them. */
  withAsking: boolean;
}): ReactElement {
  const { write, reshapeStories } = useRights();
  const item = (name: string, action: string, onPick: () => void): MenuItem => {
    const hint = keyHint(action);
    return { name, onPick, ...(hint && { hint }) };
  };
  const items: MenuItem[] = [
    ...(write && withAsking
      ? [
          item("Label …", "triage.label", () => actions.ask("label")),
          item("Assign …", "triage.assign", () => actions.ask("assign")),
          item("Snooze …", "triage.snooze", () => actions.ask("snooze")),
        ]
      : []),
    ...(write ? [item("Put back as new", "triage.renew", actions.renew)] : []),
    ...(reshapeStories
      ? [
          item(head.pinned ? "Unpin" : "Pin above all", "triage.pin", actions.pin),
          item("Merge with another story …", "triage.merge", () => actions.ask("merge")),
        ]
      : []),
    item("Copy indicators, defanged", "story.copy", () => void copyIndicators(head.id, true)),
    item("Copy indicators, raw", "story.copyRaw", () => void copyIndicators(head.id, false)),
    item(
      "Copy link",
      "story.link",
      () => void copy(`${window.location.origin}/stories/${head.id}`, "the link"),
    ),
  ];
  return (
    <Menu trigger={<IconButton label="More" icon={<Ellipsis size={16} aria-hidden />} />} items={items} />
  );
}
