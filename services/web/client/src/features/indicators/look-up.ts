import { ApiProblem } from "@cti/contract/client";
import type { Wanted } from "@cti/pipeline/indicators/read-list";

import { api, type Answer } from "../../api/client.ts";
import { visible } from "../../kit/remote.tsx";

type Entity = Answer<"lookUpEntities">["items"][number]["entities"][number];

export type LookedUp = Wanted &
  (
    | { outcome: "known"; entity: Entity }
    | { outcome: "several" }
    | { outcome: "unknown" }
    | { outcome: "failed"; why: string }
  );

/** So many are asked for at a time, so that a long list shows how far it is. */
const batchSize = 100;

/** Asks for all values and tells what came of each. Ends early when `signal` says so. */
export async function lookUp(
  wanted: readonly Wanted[],
  tell: (result: LookedUp) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let from = 0; from < wanted.length && !signal.aborted; from += batchSize) {
    const batch = wanted.slice(from, from + batchSize);
    const results = await ask(batch, signal);
    if (!signal.aborted) for (const result of results) tell(result);
  }
}

async function ask(batch: readonly Wanted[], signal: AbortSignal): Promise<LookedUp[]> {
  for (;;)
    try {
      const values = batch.map(({ value }) => visible(value));
      const { items } = await api.lookUpEntities({ body: { values }, signal });
      return batch.map((each, index) => ({ ...each, ...outcomeOf(items[index]?.entities ?? []) }));
    } catch (error) {
      if (error instanceof ApiProblem && error.code === "rate_limited" && !signal.aborted) {
        await pause(5_000, signal);
        continue;
      }
      const why = error instanceof ApiProblem ? error.detail : (error as Error).message;
      return batch.map((each) => ({ ...each, outcome: "failed", why }));
    }
}

function outcomeOf([entity, ...others]: Entity[]):
  | { outcome: "known"; entity: Entity }
  | { outcome: "several" | "unknown" } {
  if (!entity) return { outcome: "unknown" };
  return others.length > 0 ? { outcome: "several" } : { outcome: "known", entity };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
