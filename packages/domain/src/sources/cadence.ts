import type { Source } from "@cti/db/schema/sources";

import type { CollectLimits } from "../deps.ts";

const quietAfterMs = 7 * 86_400_000;

/**
 * When a source is to be looked at again: its own interval or its tier's, doubled for each failure in a row,
 * stretched for a feed that has been quiet for weeks, never sooner than its server asks; ±10 % so that
 * sources do not march in step.
 */
export function nextCheckAfter(
  source: Pick<Source, "tier" | "intervalSeconds" | "lastNewAt" | "createdAt">,
  check: {
    limits: Pick<CollectLimits, "intervalTier1Ms" | "intervalMs" | "intervalMaxMs">;
    now: Date;
    random: () => number;
    failures?: number;
    /** Retry-After or the lifetime of the answer. */
    maxAgeMs: number | null;
    foundNew: boolean;
  },
): Date {
  const { limits, now, failures = 0 } = check;
  const own = source.intervalSeconds === null ? null : source.intervalSeconds * 1_000;
  const usual = own ?? (source.tier === 1 ? limits.intervalTier1Ms : limits.intervalMs);
  const quietMs = check.foundNew ? 0 : now.getTime() - (source.lastNewAt ?? source.createdAt).getTime();
  const quietFactor = own === null ? 2 ** Math.min(6, Math.floor(quietMs / quietAfterMs)) : 1;
  const stretched = usual * quietFactor * 2 ** Math.min(failures, 12);
  const most = Math.max(usual, limits.intervalMaxMs);
  // A lifetime in a header does not overrule what a person has set, Retry-After after a failure does.
  const isAsked = failures > 0 || own === null;
  const asked = isAsked ? Math.min(check.maxAgeMs ?? 0, failures > 0 ? limits.intervalMaxMs : most) : 0;
  const jittered = Math.min(stretched, most) * (0.9 + 0.2 * check.random());
  return new Date(now.getTime() + Math.max(jittered, asked));
}
