import "./article-text.css";

import { useEffect, useMemo, useRef, useState, type ReactElement, type RefObject } from "react";

import { visible } from "../../kit/remote.tsx";
import { defangedSlice } from "./defanged-text.ts";
import type { Layer } from "./layers.ts";
import type { Passage } from "./passage.ts";
import type { Mention } from "./queries.ts";
import { planReading, type Section } from "./reading-plan.ts";
import { spread, type Span } from "./spans.ts";
import { addressPlaces, isShown, marksOf, type TextMark } from "./text-marks.ts";
import { selectedSpan } from "./text-range.ts";
import { TextSection } from "./text-section.tsx";

/** The mention that is looked at, and which of its places. */
export type Looked = { entity: number; place: number } | null;

/** Texts of more sections are drawn in full only near the window. */
const mostDrawn = 12;

/**
 * The text of an article with what it names highlighted. It is drawn from the plain text by offsets: nothing of the
 * page it came from reaches the browser's parser. What is copied from it comes out defanged.
 */
export function ArticleText({
  article: { text, html },
  mentions,
  layers,
  looked,
  onLook,
  place,
  heading,
  passage = null,
}: {
  article: { text: string; html: string };
  mentions: readonly Mention[];
  layers: ReadonlySet<Layer>;
  looked: Looked;
  onLook: (looked: Looked) => void;
  place?: RefObject<HTMLDivElement | null>;
  /** One below that of the title. */
  heading: "h2" | "h3";
  /** A place that something else points to. */
  passage?: Passage | null;
}): ReactElement {
  const own = useRef<HTMLDivElement>(null);
  const root = place ?? own;
  const sections = useMemo(() => planReading(text, html), [text, html]);
  const all = useMemo(() => marksOf(mentions, "text"), [mentions]);
  const entity = looked?.entity ?? null;
  const marks = useSectionMarks(sections, all, layers, entity);
  const near = useNear(root, sections.length);
  const lookedSection = useMemo(
    () => marks.findIndex((inside) => inside.some((mark) => isLooked(mark, looked))),
    [marks, looked],
  );
  const pointed = useMemo(() => pointedIn(sections, passage), [sections, passage]);
  usePointing(root, onLook);
  useCopying(root, text, all);
  return (
    <div ref={root} className="max-w-[72ch] text-base leading-relaxed">
      {sections.map((section, at) => (
        <TextSection
          key={section.span.start}
          at={at}
          text={text}
          section={section}
          marks={marks[at] ?? none}
          heading={heading}
          near={near === null || near.has(at) || at === lookedSection || pointed[at] !== undefined}
          pointed={pointed[at] ?? none}
          looked={marks[at]?.some((mark) => mark.entity === entity) ? looked : null}
        />
      ))}
    </div>
  );
}

/**
 * The marks of each section. What is looked at is added only where it stands, so that of a text with thousands of marks
 * just these sections are drawn again.
 */
function useSectionMarks(
  sections: readonly Section[],
  all: readonly TextMark[],
  layers: ReadonlySet<Layer>,
  entity: number | null,
): readonly (readonly TextMark[])[] {
  const spans = useMemo(() => sections.map(({ span }) => span), [sections]);
  const shown = useMemo(
    () =>
      spread(
        spans,
        all.filter((mark) => isShown(mark, layers)),
      ),
    [spans, all, layers],
  );
  return useMemo(() => {
    const hidden = all.filter((mark) => mark.entity === entity && !isShown(mark, layers));
    if (hidden.length === 0) return shown;
    const more = spread(spans, hidden);
    return shown.map((inside, at) => (more[at]?.length ? [...inside, ...more[at]] : inside));
  }, [shown, spans, all, layers, entity]);
}

const none: never[] = [];

/** The stretches of a passage, by the section that they stand in; only of sections that have some. */
function pointedIn(sections: readonly Section[], passage: Passage | null): Record<number, readonly Span[]> {
  if (passage?.field !== "text") return {};
  const spans = spread(
    sections.map(({ span }) => span),
    passage.spans,
  );
  return Object.fromEntries(spans.flatMap((inside, at) => (inside.length > 0 ? [[at, inside]] : [])));
}

function isLooked(mark: { entity: number; place: number }, looked: Looked): boolean {
  return looked !== null && mark.entity === looked.entity && mark.place === looked.place;
}

/** A click on a mark looks at it. Who uses no mouse walks through the list beside the text instead. */
function usePointing(root: RefObject<HTMLElement | null>, onLook: (looked: Looked) => void): void {
  useEffect(() => {
    const element = root.current;
    const onClick = ({ target }: MouseEvent): void => {
      const mark = target instanceof Element ? target.closest<HTMLElement>("[data-m]") : null;
      if (!mark || document.getSelection()?.isCollapsed === false) return;
      onLook({ entity: Number(mark.dataset["m"]), place: Number(mark.dataset["p"]) });
    };
    element?.addEventListener("click", onClick);
    return () => element?.removeEventListener("click", onClick);
  }, [root, onLook]);
}

/** What is copied from the text comes out defanged. */
function useCopying(root: RefObject<HTMLElement | null>, text: string, marks: readonly TextMark[]): void {
  useEffect(() => {
    const element = root.current;
    const onCopy = (event: ClipboardEvent): void => {
      const span = element && selectedSpan(element, text);
      if (!span) return;
      event.clipboardData?.setData("text/plain", visible(defangedSlice(text, span, addressPlaces(marks))));
      event.preventDefault();
    };
    element?.addEventListener("copy", onCopy);
    return () => element?.removeEventListener("copy", onCopy);
  }, [root, text, marks]);
}

/** Which sections lie near the window; null for a text short enough to be drawn at once. */
function useNear(root: RefObject<HTMLElement | null>, count: number): ReadonlySet<number> | null {
  const [near, setNear] = useState<ReadonlySet<number>>(new Set([0, 1]));
  const long = count > mostDrawn;
  useEffect(() => {
    const element = root.current;
    if (!element || !long) return undefined;
    const observer = new IntersectionObserver(
      (entries) =>
        setNear((before) => {
          const next = new Set(before);
          for (const { target, isIntersecting } of entries) {
            const at = Number((target as HTMLElement).dataset["section"]);
            if (isIntersecting) next.add(at);
            else next.delete(at);
          }
          return next;
        }),
      { root: scrollerOf(element), rootMargin: "1200px" },
    );
    for (const section of element.querySelectorAll("[data-section]")) observer.observe(section);
    return () => observer.disconnect();
  }, [root, long, count]);
  return long ? near : null;
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let up = element.parentElement; up; up = up.parentElement)
    if (/auto|scroll/.test(getComputedStyle(up).overflowY)) return up;
  return null;
}
