import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { useLive, type LiveEvent } from "../live/live.ts";

/**
 * Asks again for the queries whose keys begin with one of these words when such an event comes: at once, then once per
 * pause. A busy server tells far more often than people read, and a long list is many requests.
 */
export function useRefetchOn(
  events: Parameters<typeof useLive>[0],
  keys: readonly string[],
  {
    pauseMs = 2_000,
    isNews = () => true,
  }: {
    pauseMs?: number;
    /** Events that change nothing of what is shown need not be answered. */
    isNews?: (event: LiveEvent) => boolean;
  } = {},
): void {
  const client = useQueryClient();
  const pause = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; isDue: boolean }>({
    timer: undefined,
    isDue: false,
  });
  useEffect(() => {
    const { current } = pause;
    return () => clearTimeout(current.timer);
  }, []);
  useLive(events, (event) => {
    if (!isNews(event)) return;
    const { current } = pause;
    function ask(): void {
      current.isDue = false;
      for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
      current.timer = setTimeout(() => {
        current.timer = undefined;
        if (current.isDue) ask();
      }, pauseMs);
    }
    if (current.timer === undefined) ask();
    else current.isDue = true;
  });
}
