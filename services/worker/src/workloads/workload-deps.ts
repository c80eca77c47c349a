import type { AnalysisSettings } from "@cti/domain/analyses/analysis-settings";
import type { KeptKnowledge } from "@cti/domain/knowledge/keep-knowledge";
import type { StageDeps } from "@cti/domain/stages/run-stages";
import type { Models } from "@cti/llm/models/open-models";
import type { Logger } from "@cti/observe/logger";
import type { Queues } from "@cti/queue/queue-types";
import type { BackupSettings } from "@cti/wiring/backup-settings";

/** What workloads are made of. */
export type WorkloadDeps = {
  stage: StageDeps;
  queues: Pick<Queues, "enqueue" | "find">;
  log: Logger;
  models: Models;
  /** For this thread; loaded when it is first asked for. */
  knowledge: KeptKnowledge;
  analyses: AnalysisSettings;
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
