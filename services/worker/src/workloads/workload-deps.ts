import type { StageDeps } from "@cti/domain/stages/run-stages";
import type { Logger } from "@cti/observe/logger";
import type { Queues } from "@cti/queue/queue-types";
import type { BackupSettings } from "@cti/wiring/backup-settings";

/** What workloads are made of. */
export type WorkloadDeps = {
  stage: StageDeps;
  queues: Pick<Queues, "enqueue" | "find">;
  log: Logger;
  /** Days that history is kept. */
  keepDays: number;
  backup: BackupSettings;
  /** Of the product. */
  version: string;
  /** Of the day of a report. */
  timeZone: string;
  /** Grouping waits so long for what else a burst of sources brings. */
  settleMs: number;
};
