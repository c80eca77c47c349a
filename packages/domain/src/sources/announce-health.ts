import type { Source } from "@cti/db/schema/sources";

import { announce } from "../events/announce.ts";
import type { CollectDeps } from "../deps.ts";
import { maskAddresses } from "./mask-address.ts";
import { stateOfSource } from "./source-state.ts";

/** Tells open screens when a check has made a source well, failing or dead; a first check that went well is no news. */
export function announceHealth(
  deps: Pick<CollectDeps, "db" | "report" | "now">,
  before: Source,
  check: { reason: string | null; message: string | null; foundNew: boolean },
): void {
  const { reason, message, foundNew } = check;
  const now = deps.now();
  const after: Source = {
    ...before,
    lastCheckedAt: now,
    lastError: reason,
    consecutiveFailures: reason === null ? 0 : before.consecutiveFailures + 1,
    ...(reason === null && { lastSuccessAt: now }),
    ...(foundNew && { lastNewAt: now }),
  };
  const was = stateOfSource(before, now);
  const state = stateOfSource(after, now);
  if (state === was || state === "quiet" || (state === "ok" && was === "never")) return;
  announce(deps, {
    event: "source.health",
    topic: "sources",
    data: {
      source_id: before.id,
      slug: before.slug,
      state,
      before: was,
      reason,
      message: message === null ? null : maskAddresses(message).slice(0, 500),
    },
  });
}
