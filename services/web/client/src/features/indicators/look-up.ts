import { ApiProblem } from "@cti/contract/client";

import { api, type Answer } from "../../api/client.ts";
import { visible } from "../../kit/remote.tsx";
import { inTurns } from "../entities/in-turns.ts";
import type { Wanted } from "./read-list.ts";

type Entity = Answer<"findEntity">;

export type LookedUp = Wanted &
  (
    | { outcome: "known"; entity: Entity }
    | { outcome: "several" }
    | { outcome: "unknown" }
    | { outcome: "failed"; why: string }
  );

/** Asks for each value, a few at a time, and tells what came of it. Ends early when `signal` says so. */
export async function lookUp(
  wanted: readonly Wanted[],
  tell: (result: LookedUp) => void,
  signal: AbortSignal,
): Promise<void> {
  await inTurns(wanted, async (each) => {
    if (signal.aborted) return;
    const result = await ask(each, signal);
    if (!signal.aborted) tell(result);
  });
}

async function ask(wanted: Wanted, signal: AbortSignal): Promise<LookedUp> {
  // A bare number would be read as the number of an entity.
  if (/^\d+$/.test(wanted.value)) return { ...wanted, outcome: "unknown" };
  for (;;)
    try {
      const entity = await api.findEntity({ query: { name: visible(wanted.value), mentions: 1 }, signal });
      return { ...wanted, outcome: "known", entity };
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiProblem))
        return { ...wanted, outcome: "failed", why: (error as Error).message };
      if (error.code === "not_found") return { ...wanted, outcome: "unknown" };
      if (error.code === "conflict") return { ...wanted, outcome: "several" };
      if (error.code !== "rate_limited") return { ...wanted, outcome: "failed", why: error.detail };
      await pause(5_000, signal);
    }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
