import { useState } from "react";

import { useMe } from "../../api/session.ts";
import { plural } from "../../kit/number.ts";
import { useLive } from "../../live/live.ts";

type Told = { created: number; changed: ReadonlySet<number> };

const nothing: Told = { created: 0, changed: new Set() };

/** What came or was changed by others since the list was read: it is put in only when somebody asks for it. */
export function useNewer(rows: readonly { id: number }[]): { words: string | null; forget: () => void } {
  const { username } = useMe().user;
  const [told, setTold] = useState(nothing);
  useLive(["story.created", "story.merged", "triage.changed"], ({ event, data }) => {
    if (event === "story.created")
      setTold((now) => ({ ...now, created: now.created + (Number(data["count"]) || 0) }));
    else {
      if (data["actor"] === username) return;
      const ids = event === "story.merged" ? mergedIds(data) : triagedIds(data);
      const here = new Set(rows.map(({ id }) => id));
      const changed = ids.filter((id) => here.has(id));
      if (changed.length > 0) setTold((now) => ({ ...now, changed: new Set([...now.changed, ...changed]) }));
    }
  });
  return { words: wordsOf(told, rows), forget: () => setTold(nothing) };
}

function mergedIds(data: Record<string, unknown>): number[] {
  const merges = Array.isArray(data["merges"]) ? (data["merges"] as { from: number }[]) : [];
  return merges.map(({ from }) => from);
}

function triagedIds(data: Record<string, unknown>): number[] {
  return data["subject"] === "story" && Array.isArray(data["ids"]) ? (data["ids"] as number[]) : [];
}

function wordsOf({ created, changed }: Told, rows: readonly { id: number }[]): string | null {
  // What has left the list since then needs no new look: such as what was merged here.
  const still = rows.filter(({ id }) => changed.has(id)).length;
  const words = [
    ...(created > 0 ? [plural(created, "new story", "new stories")] : []),
    ...(still > 0 ? [`${plural(still, "story", "stories")} changed by others`] : []),
  ];
  return words.length > 0 ? words.join(", ") : null;
}
