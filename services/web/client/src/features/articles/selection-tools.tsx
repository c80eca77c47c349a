import { useNavigate } from "@tanstack/react-router";
import { Copy, Search, StickyNote } from "lucide-react";
import {
  lazy,
  Suspense,
  useEffect,
  useMemo,
  useState,
  type MouseEvent,
  type ReactElement,
  type RefObject,
} from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { copy, visible } from "../../kit/remote.tsx";
import { refangSearch } from "./article-search.ts";
import { defangedSlice } from "./defanged-text.ts";
import type { Article, Mention } from "./queries.ts";
import type { Span } from "./spans.ts";
import { addressPlaces, marksOf } from "./text-marks.ts";
import { selectedSpan } from "./text-range.ts";

const NoteDialog = lazy(() => import("./note-dialog.tsx").then((file) => ({ default: file.NoteDialog })));

type Picked = Span & { top: number; left: number };

/** What can be done with a stretch of the text that somebody selected; it appears above it. */
export function SelectionTools({
  article,
  mentions,
  place,
}: {
  article: Article;
  mentions: readonly Mention[];
  place: RefObject<HTMLDivElement | null>;
}): ReactElement | null {
  const { write } = useRights();
  const navigate = useNavigate();
  const [quote, setQuote] = useState<string | null>(null);
  const [picked, clear] = usePicked(place, article.text);
  const places = useMemo(() => addressPlaces(marksOf(mentions, "text")), [mentions]);
  const safe = picked ? visible(defangedSlice(article.text, picked, places)) : "";
  const raw = picked ? visible(article.text.slice(picked.start, picked.end)).trim() : "";
  const searched = raw.replace(/\s+/g, " ");
  return (
    <>
      {picked && (
        <div
          role="group"
          aria-label="Selected text"
          className="absolute z-10 flex gap-0.5 rounded-lg border border-line-strong bg-surface p-0.5 shadow-panel"
          style={{ top: picked.top, left: picked.left }}
        >
          {write && (
            <Button
              kind="quiet"
              size="small"
              onMouseDown={hold}
              icon={<StickyNote size={14} aria-hidden />}
              onClick={() => setQuote(safe)}
            >
              Note
            </Button>
          )}
          <Button
            kind="quiet"
            size="small"
            onMouseDown={hold}
            icon={<Copy size={14} aria-hidden />}
            onClick={() => {
              void copy(safe, "defanged");
              clear();
            }}
          >
            Copy defanged
          </Button>
          {searched.length <= 200 && (
            <Button
              kind="quiet"
              size="small"
              onMouseDown={hold}
              icon={<Search size={14} aria-hidden />}
              onClick={() => void navigate({ to: "/articles", search: { q: searchFor(searched) } })}
            >
              Search for this
            </Button>
          )}
        </div>
      )}
      <Suspense>
        {quote !== null && (
          <NoteDialog
            subject="article"
            id={article.id}
            text={`${quote.replace(/^/gm, "> ")}\n\n`}
            onClose={() => setQuote(null)}
          />
        )}
      </Suspense>
    </>
  );
}

/** Pressing a button must not take the selection away. */
function hold(event: MouseEvent): void {
  event.preventDefault();
}

/** Several words are looked for in their order; one word, or one indicator, as it is. */
function searchFor(text: string): string {
  const sent = refangSearch(text);
  return sent.includes(" ") ? `"${sent.replaceAll('"', "")}"` : sent;
}

function usePicked(place: RefObject<HTMLElement | null>, text: string): [Picked | null, () => void] {
  const [picked, setPicked] = useState<Picked | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      // While the mouse is being drawn the selection changes with every letter.
      timer = setTimeout(() => setPicked(place.current && pickedIn(place.current, text)), 200);
    };
    const close = (event: KeyboardEvent): void => {
      if (event.key === "Escape") setPicked(null);
    };
    document.addEventListener("selectionchange", look);
    document.addEventListener("keydown", close);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("selectionchange", look);
      document.removeEventListener("keydown", close);
    };
  }, [place, text]);
  return [picked, () => setPicked(null)];
}

function pickedIn(root: HTMLElement, text: string): Picked | null {
  const span = selectedSpan(root, text);
  const pane = root.parentElement;
  if (!span || !pane || text.slice(span.start, span.end).trim() === "") return null;
  const box = document.getSelection()?.getRangeAt(0).getBoundingClientRect();
  const around = pane.getBoundingClientRect();
  if (!box) return null;
  const above = box.top - around.top + pane.scrollTop - 38;
  const below = box.bottom - around.top + pane.scrollTop + 6;
  const left = Math.max(8, Math.min(box.left - around.left, pane.clientWidth - 340));
  return { ...span, top: box.top - around.top < 44 ? below : above, left };
}
