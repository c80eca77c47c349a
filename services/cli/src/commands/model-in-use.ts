import type { Data, ModelState } from "../data/data.ts";
import { exitCodes, Exit } from "../exit.ts";

/** Null when the model of the analyses can be asked, else what to end with: the cause and the cure. */
export async function whyNoModel(data: Data): Promise<Exit | null> {
  const state = await data.models.state();
  const isThere = state.used.every(({ purpose, present }) => purpose !== "analyses" || present);
  if (state.status === "ok" || (state.status === "missing" && isThere)) return null;
  return exitOf(state);
}

/** How a command ends that cannot do without a model. */
export function exitOf({ status, message }: Pick<ModelState, "status" | "message">): Exit {
  return new Exit(status === "away" ? exitCodes.unreachable : exitCodes.failed, message);
}
