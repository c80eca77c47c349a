import { useMedia } from "../../kit/use-media.ts";

/** A telephone: of a story's head the first things are shown, so that its text begins in the upper half. */
export function useNarrow(): boolean {
  return useMedia("(max-width: 639px)");
}
