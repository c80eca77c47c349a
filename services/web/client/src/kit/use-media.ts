import { useCallback, useSyncExternalStore } from "react";

/** Whether the window is as a media query says, such as `(max-width: 767px)`. */
export function useMedia(query: string): boolean {
  const watch = useCallback(
    (told: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", told);
      return () => media.removeEventListener("change", told);
    },
    [query],
  );
  return useSyncExternalStore(watch, () => window.matchMedia(query).matches);
}
