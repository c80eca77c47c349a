import type { Workload } from "@cti/queue/queue-types";

/** A job that runs until it is let go, or told to stop. */
export function heldJob(): {
  workload: Workload;
  starts: () => number;
  letGo: () => void;
} {
  const { promise, resolve } = Promise.withResolvers<void>();
  let starts = 0;
  const workload: Workload = {
    job: "cleanup",
    run: async ({ signal }) => {
      starts += 1;
      const { promise: stopped, reject } = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => reject(signal.reason as Error));
      await Promise.race([promise, stopped]);
      return { done: true };
    },
  };
  return { workload, starts: () => starts, letGo: resolve };
}
