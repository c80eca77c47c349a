import { Check, Circle, CircleDot, Clock, Star, X, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";

import type { ArticleRow } from "./queries.ts";

const marks: Record<ArticleRow["state"], { icon: LucideIcon; word: string; colour: string }> = {
  new: { icon: CircleDot, word: "new", colour: "text-accent" },
  read: { icon: Circle, word: "read", colour: "text-faint" },
  kept: { icon: Check, word: "kept", colour: "text-good" },
  dismissed: { icon: X, word: "dismissed", colour: "text-faint" },
  snoozed: { icon: Clock, word: "snoozed", colour: "text-warn" },
};

/** What people did with an article: an icon and its word. */
export function StateMark({ state }: { state: ArticleRow["state"] }): ReactElement {
  const { icon: Icon, word, colour } = marks[state];
  return (
    <span className={`inline-flex items-center gap-1 whitespace-nowrap ${colour}`}>
      <Icon size={13} aria-hidden className="shrink-0" />
      {word}
    </span>
  );
}

export function StarMark(): ReactElement {
  return (
    <span title="starred" className="inline-flex text-warn">
      <Star size={13} aria-hidden fill="currentColor" />
      <span className="sr-only">starred</span>
    </span>
  );
}
