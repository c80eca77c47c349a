import { useCallback, useEffect, useMemo, type RefObject } from "react";

import { passageOf, type Passage } from "./passage.ts";
import { scrollToMark } from "./scroll-to-mark.ts";

/** The place that the address names: the text goes there when it changes, and whenever `show` is called. */
export function usePassage(
  at: string | undefined,
  pane: RefObject<HTMLElement | null>,
  /** What has the room: the text may have been hidden before. */
  beside: string,
): { passage: Passage | null; show: () => void } {
  const passage = useMemo(() => passageOf(at), [at]);
  const show = useCallback(() => scrollToMark(pane.current, "[data-passage]"), [pane]);
  useEffect(() => {
    if (passage) show();
  }, [passage, show, beside]);
  return { passage, show };
}
