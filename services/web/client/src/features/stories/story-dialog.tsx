import type { ReactElement } from "react";

import { Dialog } from "../../kit/dialog.tsx";
import { TagForm } from "../tags/tag-form.tsx";
import { AssignForm } from "./assign-form.tsx";
import { markStories, mergeStories, stories } from "./mark-stories.ts";
import type { Change } from "./marks.ts";
import { MergeForm } from "./merge-form.tsx";
import { SnoozeForm } from "./snooze-form.tsx";
import type { DialogKind, Target } from "./use-story-actions.tsx";

const titles: Record<DialogKind, string> = {
  label: "Label",
  assign: "Assign",
  snooze: "Snooze",
  merge: "Merge",
};

/** Asks for the word that an action needs. */
export function StoryDialog({
  kind,
  targets,
  onDone,
  onUndone,
  onMerged,
  onClose,
}: {
  kind: DialogKind;
  targets: readonly Target[];
  onDone: () => void;
  onUndone: (ids: readonly number[]) => void;
  onMerged: (id: number) => void;
  onClose: () => void;
}): ReactElement {
  const [only] = targets;
  const mark = (change: Change, done: string): void => {
    onClose();
    onDone();
    void markStories(
      targets.map(({ id }) => id),
      change,
      { done, onUndone },
    );
  };
  const what = targets.length === 1 ? "this story" : stories(targets.length);
  return (
    <Dialog title={`${titles[kind]} ${what}`} open onClose={onClose}>
      {kind === "label" && (
        <TagForm
          title={targets.length === 1 ? "Tags of this story" : "Tags of these stories"}
          tags={[...new Set(targets.flatMap(({ marks }) => marks?.tags ?? []))].sort()}
          onSave={(change) => mark(change, "Labelled")}
          onClose={onClose}
        />
      )}
      {kind === "assign" && <AssignForm targets={targets} onMark={mark} />}
      {kind === "snooze" && <SnoozeForm onMark={mark} />}
      {kind === "merge" && only && (
        <MergeForm
          target={only}
          onMerge={(into, from) => {
            onClose();
            onDone();
            void mergeStories(into, [from]).then((id) => id !== null && onMerged(id));
          }}
        />
      )}
    </Dialog>
  );
}
