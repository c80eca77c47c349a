import { sources } from "@cti/db/schema/sources";
import { and, count, desc, eq, gt, isNull, sql } from "drizzle-orm";

import {
  type ComponentHealth,
  countText,
  durationText,
  type HealthDeps,
  percentText,
} from "./component-health.ts";

const inUse = and(eq(sources.enabled, true), isNull(sources.removedAt));

/** How many of the enabled sources could not be read at their last check; the details name the ten worst. */
export async function checkSources({ db, now, settings }: HealthDeps): Promise<ComponentHealth> {
  const [row] = await db
    .select({
      enabled: count(),
      failing: sql<number>`(count(*) filter (where ${sources.consecutiveFailures} > 0))::int`,
    })
    .from(sources)
    .where(inUse);
  const { enabled, failing } = row ?? { enabled: 0, failing: 0 };
  if (enabled === 0)
    return {
      status: "degraded",
      message: "No source is enabled: `init` loads the built-in ones, `sources add URL` follows your own.",
      details: { enabled: 0, failing: 0 },
    };
  const share = failing / enabled;
  const worst = failing === 0 ? [] : await readWorst(db);
  const status = statusOf(failing, share, settings.failingSources);
  return {
    status,
    message: messageOf({ enabled, failing, share, worst, status }, now()),
    details: { enabled, failing, share: Math.round(share * 1_000) / 1_000, worst },
  };
}

type Failing = Awaited<ReturnType<typeof readWorst>>[number];

// oxlint-disable-next-line typescript/explicit-function-return-type -- rows whose type only drizzle can write
async function readWorst(db: HealthDeps["db"]) {
  return db
    .select({
      source: sources.slug,
      failures: sources.consecutiveFailures,
      reason: sources.lastError,
      message: sources.lastErrorMessage,
      last_success_at: sources.lastSuccessAt,
    })
    .from(sources)
    .where(and(inUse, gt(sources.consecutiveFailures, 0)))
    .orderBy(desc(sources.consecutiveFailures), sources.slug)
    .limit(10);
}

function statusOf(failing: number, share: number, limit: number): ComponentHealth["status"] {
  if (failing === 0 || share < limit) return "ok";
  return share >= Math.min(1, 2 * limit) ? "error" : "degraded";
}

function messageOf(
  found: { enabled: number; failing: number; share: number; worst: Failing[]; status: string },
  now: Date,
): string {
  const { enabled, failing, share, worst, status } = found;
  const [first] = worst;
  if (!first) return `All ${countText(enabled, "enabled source")} could be read.`;
  const since = first.last_success_at
    ? `last read ${durationText(now.getTime() - first.last_success_at.getTime())} ago`
    : "never read";
  const told = `${failing} of ${countText(enabled, "enabled source")} cannot be read (${percentText(share)}); worst is ${first.source} (${first.reason ?? "unknown"}, ${since})`;
  return status === "ok" ? `${told}.` : `${told}: \`sources list --failing\` shows them all.`;
}
