import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { triageArticles, type Subjects, type TriageAction } from "./article-triage.ts";

export type Doing = "keep" | "dismiss" | "read" | "star";

/** What the keys and buttons of triage do: the same in lists and on pages. */
const doings: Record<Doing, { key: string; label: string; done: string; action: TriageAction }> = {
  keep: { key: "e", label: "Keep", done: "Kept", action: { state: "kept" } },
  dismiss: { key: "d", label: "Dismiss", done: "Dismissed", action: { state: "dismissed" } },
  read: { key: "r", label: "Read", done: "Marked read:", action: { state: "read" } },
  star: { key: "s", label: "Star", done: "Starred", action: { starred: true } },
};

/** What is acted on; `starred` says that a star would be taken away. */
export type Target = { subjects: Subjects; starred: boolean; state?: string } | null;

export function doWith(target: Target, doing: Doing): void {
  if (!target) return;
  const { done, action } = doings[doing];
  if (doing === "star" && target.starred)
    void triageArticles(target.subjects, { starred: false }, "Took the star from");
  // A second press of Read is how an article becomes new again.
  else if (doing === "read" && target.state === "read")
    void triageArticles(target.subjects, { state: "new" }, "Marked new:");
  else void triageArticles(target.subjects, action, done);
}

/** The keys of triage, for who may write. `after` is called when something was done, such as to go on. */
export function useTriageKeys(
  target: Target,
  { onLabel, after }: { onLabel: () => void; after?: (doing: Doing) => void },
): void {
  const { write } = useRights();
  const act = (doing: Doing): void => {
    doWith(target, doing);
    if (target) after?.(doing);
  };
  useKeys(
    "Triage",
    {
      keep: { ...keyOf("keep"), run: () => act("keep") },
      dismiss: { ...keyOf("dismiss"), run: () => act("dismiss") },
      read: { ...keyOf("read"), run: () => act("read") },
      star: { ...keyOf("star"), run: () => act("star") },
      label: { key: "l", label: "Label", run: () => target && onLabel() },
    },
    write,
  );
}

function keyOf(doing: Doing): { key: string; label: string } {
  const { key, label } = doings[doing];
  return { key, label };
}
