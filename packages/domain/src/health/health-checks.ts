import type { Models } from "@cti/llm/models/open-models";
import type { Queues } from "@cti/queue/queue-types";

import { checkBackup } from "./check-backup.ts";
import { checkClock } from "./check-clock.ts";
import { checkDatabase } from "./check-database.ts";
import { checkDisk } from "./check-disk.ts";
import { openModelCheck } from "./check-model.ts";
import { checkQueue } from "./check-queue.ts";
import { checkSchedules } from "./check-schedules.ts";
import { checkSources } from "./check-sources.ts";
import { checkStages } from "./check-stages.ts";
import { checkWorkers } from "./check-workers.ts";
import type { ComponentHealth, HealthDeps } from "./component-health.ts";

/** Every component of the stack's health, by its name in /health. `folder` is where data and logs are kept. */
export function healthChecks(
  deps: HealthDeps,
  { queues, folder, models }: { queues: Queues; folder: string; models: Pick<Models, "check" | "settings"> },
): Record<string, () => Promise<ComponentHealth>> {
  return {
    database: () => checkDatabase(deps),
    queue: () => checkQueue(deps, queues),
    workers: () => checkWorkers(deps, queues),
    schedules: () => checkSchedules(deps),
    sources: () => checkSources(deps),
    stages: () => checkStages(deps),
    model: openModelCheck(models, deps.now),
    backup: () => checkBackup(deps),
    disk: () => checkDisk(deps, folder),
    clock: () => checkClock(deps),
  };
}
