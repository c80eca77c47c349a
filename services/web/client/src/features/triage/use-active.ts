import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";

import { placeIn } from "../../kit/list-places.ts";
import { withParts } from "./filters.ts";

type Held = {
  id: number;
  /** Its place when it was last in the list; null for one that was not there yet. */ at: number | null;
};

/** Which list was left last, and the story that its address named then: it may say late where somebody was. */
let left: { place: string; named: number | null } | null = null;

/**
 * The row that keys act on. When it leaves the list, the one that takes its place is next. The address follows a moment
 * later: keys must not wait for it.
 */
export function useActive(
  rows: readonly { id: number }[],
  {
    story,
    place,
    readAt,
    ready,
  }: {
    story: string | undefined;
    /** The name of the list, and when it was read. */ place: string;
    readAt: number;
    ready: boolean;
  },
): [active: number | null, setActive: (id: number) => void] {
  const named = toId(story);
  const list = `${place} ${readAt}`;
  const [held, setHeld] = useState<Held | null>(() => heldBefore(ready ? place : null, named));
  useEffect(() => {
    left = { place, named };
  }, [place, named]);
  const [inAddress, setInAddress] = useState(named);
  const [written, setWritten] = useState(named);
  const [shownList, setShownList] = useState(list);
  const [arrived, setArrived] = useState(ready);
  // Somebody went back, or followed a link: the address wins, unless it says late what was written here.
  if (named !== inAddress) {
    setInAddress(named);
    if (named !== null && named !== held?.id && named !== written) setHeld({ id: named, at: null });
  }
  // In another list the first row is next, unless the open one is there too.
  if (list !== shownList && ready) {
    setShownList(list);
    if (held && arrived) setHeld({ id: held.id, at: 0 });
    setArrived(true);
  }
  const now = ready ? settle(held, rows) : held;
  if (now && (now.id !== held?.id || now.at !== held.at)) setHeld(now);
  useAddress(now?.id ?? null, named, setWritten);
  return [now?.id ?? null, useCallback((id: number) => setHeld({ id, at: null }), [])];
}

/** Where somebody was who comes back: what was decided meanwhile has left, and the next stands in its place. */
function heldBefore(place: string | null, named: number | null): Held | null {
  const { active, at = -1 } = (place !== null && placeIn(place)) || {};
  const isSame = named === null || named === active || (left?.place === place && left.named === named);
  if (active !== undefined && active !== null && at >= 0 && isSame) return { id: active, at };
  return named === null ? null : { id: named, at: null };
}

function settle(held: Held | null, rows: readonly { id: number }[]): Held | null {
  const [first] = rows;
  if (!held) return first ? { id: first.id, at: 0 } : null;
  const at = rows.findIndex(({ id }) => id === held.id);
  if (at !== -1) return { id: held.id, at };
  if (held.at === null) return held;
  const place = Math.max(0, Math.min(held.at, rows.length - 1));
  const next = rows[place];
  return next ? { id: next.id, at: place } : null;
}

/** Writes the open story into the address once the hand rests. */
function useAddress(id: number | null, named: number | null, onWrite: (id: number) => void): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (id === null || id === named) return undefined;
    const timer = setTimeout(() => {
      onWrite(id);
      void navigate({
        to: "/",
        search: (now) => withParts(now, { story: String(id), article: undefined }),
        replace: true,
        resetScroll: false,
      });
    }, 400);
    return () => clearTimeout(timer);
  }, [id, named, navigate, onWrite]);
}

function toId(text: string | undefined): number | null {
  return text && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
