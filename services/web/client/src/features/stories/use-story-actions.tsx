import { lazy, Suspense, useMemo, useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import type { KeyAction } from "../../keys/key-store.ts";
import { useKeys } from "../../keys/use-keys.ts";
import type { Marks } from "./marks.ts";
import { markStories, mergeStories, pinStory } from "./mark-stories.ts";

const StoryDialog = lazy(() =>
  import("./story-dialog.tsx").then(({ StoryDialog }) => ({ default: StoryDialog })),
);

export type DialogKind = "label" | "assign" | "snooze" | "merge";

/** A story that an action is for; of one that is in no list here only its number is known. */
export type Target = {
  id: number;
  title?: string;
  articles?: number;
  pinned?: boolean;
  marks?: Marks;
};

export type StoryActions = {
  targets: readonly Target[];
  keep: () => void;
  dismiss: () => void;
  read: () => void;
  renew: () => void;
  star: () => void;
  pin: () => void;
  merge: () => void;
  ask: (kind: DialogKind) => void;
};

/** What can be done with these stories, and the window for what needs a word. */
export function useStoryActions({
  targets,
  onDone,
  onUndone,
  onMerged,
}: {
  targets: readonly Target[];
  /** Called with each action that changes them. */
  onDone?: () => void;
  /** Called when they are again as they were. */
  onUndone?: (ids: readonly number[]) => void;
  onMerged?: (id: number) => void;
}): { actions: StoryActions; dialog: ReactElement | null } {
  const [dialog, setDialog] = useState<DialogKind | null>(null);
  const actions = useMemo((): StoryActions => {
    const ids = targets.map(({ id }) => id);
    const mark = (change: Parameters<typeof markStories>[1], done: string): void => {
      void markStories(ids, change, { done, ...(onUndone && { onUndone }) });
      onDone?.();
    };
    const isOn = (is: (target: Target) => boolean | undefined): boolean =>
      targets.every((target) => is(target) === true);
    return {
      targets,
      keep: () => mark({ state: "kept" }, "Kept"),
      dismiss: () => mark({ state: "dismissed" }, "Dismissed"),
      // A second press of Read is how a story becomes new again.
      read: () =>
        isOn(({ marks }) => marks?.state === "read")
          ? mark({ state: "new" }, "Marked new:")
          : mark({ state: "read" }, "Marked read:"),
      renew: () => mark({ state: "new" }, "Marked new:"),
      star: () => {
        const starred = !isOn(({ marks }) => marks?.starred);
        mark({ starred }, starred ? "Starred" : "Took the star from");
      },
      pin: () => {
        const [only] = targets;
        if (only && targets.length === 1) void pinStory(only.id, !only.pinned);
      },
      merge: () => {
        if (targets.length < 2) return setDialog(targets.length === 1 ? "merge" : null);
        const [into, ...from] = largestFirst(targets);
        if (!into) return;
        void mergeStories(into, from).then((id) => id !== null && onMerged?.(id));
        onDone?.();
      },
      ask: (kind) => targets.length > 0 && setDialog(kind),
    };
  }, [targets, onDone, onUndone, onMerged]);
  const shown = dialog && (
    <Suspense>
      <StoryDialog
        kind={dialog}
        targets={targets}
        onDone={() => onDone?.()}
        onUndone={(ids) => onUndone?.(ids)}
        onMerged={(id) => onMerged?.(id)}
        onClose={() => setDialog(null)}
      />
    </Suspense>
  );
  return { actions, dialog: shown };
}

/** The story that most articles tell keeps its number. */
function largestFirst(targets: readonly Target[]): number[] {
  return targets.toSorted((a, b) => (b.articles ?? 0) - (a.articles ?? 0)).map(({ id }) => id);
}

/** The keys of these actions. */
export function useStoryActionKeys(actions: StoryActions): void {
  const { write, reshapeStories } = useRights();
  const marking: Record<string, KeyAction> = {
    keep: { key: "e", label: "Keep", run: actions.keep },
    dismiss: { key: "d", label: "Dismiss", run: actions.dismiss },
    read: { key: "r", label: "Read", run: actions.read },
    star: { key: "s", label: "Star", run: actions.star },
    label: { key: "l", label: "Label", run: () => actions.ask("label") },
    assign: { key: "a", label: "Assign", run: () => actions.ask("assign") },
    snooze: { key: "h", label: "Snooze", run: () => actions.ask("snooze") },
  };
  const reshaping: Record<string, KeyAction> = {
    merge: { key: "m", label: "Merge", run: actions.merge },
    pin: { key: "p", label: "Pin", run: actions.pin },
  };
  useKeys("Triage", { ...marking, ...(reshapeStories && reshaping) }, write);
}
