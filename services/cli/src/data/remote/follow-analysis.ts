import { setTimeout as pause } from "node:timers/promises";

import type { Client } from "@cti/contract/client";

import type { AnalysisLine, AnalysisWatch } from "../data.ts";
import { readEvents } from "./read-events.ts";

const lookMs = 1_000;

/**
 * Waits until an analysis of the server has ended, and tells what its events say meanwhile. Throws the signal's reason.
 */
export async function followAnalysis(
  client: Client,
  line: AnalysisLine,
  { signal, onProgress, onWait }: AnalysisWatch,
): Promise<AnalysisLine> {
  const over = new AbortController();
  const listening = AbortSignal.any([signal, over.signal]);
  let wake: () => void = () => undefined;
  void listen(client, line.id, { signal: listening, onProgress, onChange: () => wake() });
  let told: string | null = null;
  try {
    let at = line;
    while (at.status === "queued" || at.status === "running") {
      if (at.status === "queued" && at.error && at.error !== told) onWait((told = at.error));
      const changed = new Promise<void>((resolve) => (wake = resolve));
      await Promise.race([pause(lookMs, undefined, { signal: listening }), changed]);
      at = await client.getAnalysis({ params: { id: line.id }, signal });
    }
    return at;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    over.abort();
  }
}

/** A stream that breaks off costs the live text only: whether it has ended is looked up. */
async function listen(
  client: Client,
  id: number,
  { signal, onProgress, onChange }: Omit<AnalysisWatch, "onWait"> & { onChange: () => void },
): Promise<void> {
  try {
    const stream = client.streamEvents({ query: { topics: `analysis:${id}` }, signal });
    for await (const { event, data } of readEvents(stream)) {
      const { done, total, text } = data;
      if (event === "analysis.changed") onChange();
      if (event === "llm.delta" && typeof done === "number" && typeof total === "number")
        onProgress({ done, total, text: typeof text === "string" ? text : "" });
    }
  } catch {
    // Told by the next look, where it matters.
  }
}
