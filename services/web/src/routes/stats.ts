import type { statsRoutes } from "@cti/contract/routes/stats";
import { readSharedDashboard, readTenantDashboard } from "@cti/domain/health/dashboard";
import { countNewStories, readSharedNav } from "@cti/domain/health/nav";
import { readStats, toStatsLine } from "@cti/domain/health/stats";
import { asTenant } from "@cti/domain/tenants/as-tenant";
import { type QueueLine, toQueueLine } from "@cti/domain/workers/job-line";

import type { Handlers } from "../handler.ts";
import type { WebDeps } from "../web-deps.ts";
import { recent } from "./recent.ts";

const statsAge = { fresh: 60_000, stale: 600_000 };
const sharedAge = { fresh: 10_000, stale: 60_000 };
/** So short that people see what they have just done. */
const ownAge = { fresh: 2_000, stale: 2_000 };
const navAge = { fresh: 3_000, stale: 10_000 };
const queueAge = { fresh: 2_000, stale: 10_000 };

export const statsHandlers: Handlers<typeof statsRoutes> = {
  getStats: async ({ now }, deps) => {
    const { value, at } = await recent(deps, "stats", statsAge, () => readStats(deps.db, now));
    return { ...toStatsLine(value), as_of: at };
  },
  getNav: async (call, deps) => {
    const [shared, queues] = await Promise.all([
      recent(deps, "nav", navAge, () => readSharedNav(deps.db)),
      readQueues(deps),
    ]);
    const since = call.query.since ?? null;
    return {
      as_of: shared.at,
      stories: await call.inTenant((tx) => countNewStories(tx, since, call.now)),
      sources: { failing: shared.value.failing },
      runs: { running: shared.value.running },
      jobs: queues && { running: jobsIn(queues, "active"), waiting: jobsIn(queues, "waiting") },
    };
  },
  getDashboard: async (call, deps) => {
    const [shared, queues] = await Promise.all([
      recent(deps, "dashboard", sharedAge, () => readSharedDashboard(deps.db, call.now)),
      readQueues(deps),
    ]);
    const { tenantId } = call.who;
    const own = await recent(deps, `dashboard of ${tenantId}`, ownAge, () =>
      asTenant(deps.db, tenantId, (tx) => readTenantDashboard(tx, shared.value.totals, call.now)),
    );
    return { ...shared.value, as_of: shared.at, ...own.value, queues };
  },
};

function jobsIn(queues: readonly QueueLine[], state: string): number {
  return queues.reduce((sum, { counts }) => sum + (counts[state] ?? 0), 0);
}

/** A home screen without its queues is better than none. */
async function readQueues(deps: WebDeps): Promise<QueueLine[] | null> {
  try {
    const { value } = await recent(deps, "queues", queueAge, () => deps.queues.states());
    return value.map(toQueueLine);
  } catch (error) {
    deps.log.warn({ err: error }, "the queue does not answer the home screen");
    return null;
  }
}
