import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { queryClient } from "../../api/query-client.ts";
import { useLive } from "../../live/live.ts";
import { say } from "../../shell/bar-store.ts";
import { analysesQuery, isOpen, type AnalysisLine, type Kind, type Subject } from "./queries.ts";
import { kindName } from "./words.ts";

/** How far the model is, and what it has written so far. */
export type Delta = { done: number; total: number; text: string };

export type Analyses = {
  lines: readonly AnalysisLine[];
  /** The last that was asked, however it went; and the last that was completed. */
  newest: AnalysisLine | null;
  completed: AnalysisLine | null;
  delta: Delta | null;
  query: { data: readonly AnalysisLine[] | undefined; error: unknown; refetch: () => unknown };
};

/** What was asked about one subject, kept up with what the server tells while it happens. */
export function useAnalyses(about: Subject, kind: Kind): Analyses {
  const { subject, id } = about;
  const query = useQuery(analysesQuery({ subject, id }));
  const lines = query.data ?? none;
  const own = lines.filter((line) => line.kind === kind);
  const newest = own[0] ?? null;
  const delta = useDelta(newest);
  useLive(["analysis.changed", "missed"], ({ event, data }) => {
    if (event === "analysis.changed" && (data["subject"] !== subject || data["subject_id"] !== id)) return;
    void queryClient.invalidateQueries({ queryKey: ["analyses"] });
  });
  useTold(newest);
  return {
    lines,
    newest,
    completed: own.find(({ status }) => status === "completed") ?? null,
    delta,
    query,
  };
}

const none: readonly AnalysisLine[] = [];

function useDelta(line: AnalysisLine | null): Delta | null {
  const [known, setKnown] = useState<(Delta & { id: number }) | null>(null);
  useLive(["llm.delta"], ({ data }) => {
    const id = Number(data["analysis_id"]);
    if (id !== line?.id) return;
    setKnown({
      id,
      done: Number(data["done"]),
      total: Number(data["total"]),
      text: typeof data["text"] === "string" ? data["text"] : "",
    });
  });
  return line && known?.id === line.id && isOpen(line) ? known : null;
}

/** Who waits for it hears of its end, also without looking. */
function useTold(line: AnalysisLine | null): void {
  const before = useRef<AnalysisLine | null>(null);
  useEffect(() => {
    const was = before.current;
    before.current = line;
    if (!was || !line || was.id !== line.id || !isOpen(was)) return;
    if (line.status === "completed") say(`${kindName(line.kind)}: ready`);
    if (line.status === "failed") say(`${kindName(line.kind)}: failed`, "bad");
  }, [line]);
}
