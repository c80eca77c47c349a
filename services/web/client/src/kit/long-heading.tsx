import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode, type RefObject } from "react";

/**
 * A heading that leaves room for what follows: of one that is very long the first lines are seen, and all of it on
 * request. To a screen reader it is whole.
 */
export function LongHeading({
  as: Heading,
  className,
  whole = false,
  children,
}: {
  as: "h1" | "h2" | "h3";
  className: string;
  /** Nothing is cut, such as where something points into it. */
  whole?: boolean;
  children: ReactNode;
}): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { text, isCut } = useCut(isOpen || whole);
  return (
    <>
      <Heading id={id} className={`min-w-0 wrap-anywhere ${className}`}>
        <span ref={text} className={isOpen || whole ? "block" : "line-clamp-4"}>
          {children}
        </span>
      </Heading>
      {(isCut || isOpen) && !whole && (
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          className="-mx-1 mt-0.5 inline-flex h-6 w-fit items-center rounded px-1 text-small text-accent hover:underline"
        >
          {isOpen ? "Show less of the title" : "Show the whole title"}
        </button>
      )}
    </>
  );
}

/** Whether more stands in it than is seen. */
function useCut(isWhole: boolean): { text: RefObject<HTMLSpanElement | null>; isCut: boolean } {
  const text = useRef<HTMLSpanElement>(null);
  const [isCut, setCut] = useState(false);
  useEffect(() => {
    const element = text.current;
    if (!element || isWhole) return undefined;
    const look = new ResizeObserver(() => setCut(element.scrollHeight > element.clientHeight + 1));
    look.observe(element);
    return () => look.disconnect();
  }, [isWhole]);
  return { text, isCut };
}
