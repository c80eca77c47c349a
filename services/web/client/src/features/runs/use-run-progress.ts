import { useState } from "react";

import { useLive } from "../../live/live.ts";

export type Progress = {
  done: number;
  total: number | null;
  counts: Record<string, number>;
  /** When this was heard. */
  at: number;
};

/** How far running runs are, as the server tells it once a second. */
export function useRunProgress(): ReadonlyMap<number, Progress> {
  const [known, setKnown] = useState<ReadonlyMap<number, Progress>>(new Map());
  useLive(["run.progress", "run.finished"], ({ event, data }) => {
    const id = Number(data["run_id"]);
    const told = { ...(data as unknown as Progress), at: Date.now() };
    setKnown((old) => {
      const next = new Map(old);
      if (event === "run.progress") next.set(id, told);
      else next.delete(id);
      return next;
    });
  });
  return known;
}
