import { createBackup } from "@cti/domain/backup/create-backup";
import { pruneBackups } from "@cti/domain/backup/prune-backups";
import type { Workload } from "@cti/queue/queue-types";

import type { WorkloadDeps } from "./workload-deps.ts";

/** Writes a backup and, once it is whole, removes those that need not be kept any more. */
export function backup({ stage, backup: { folder, keys, keep }, version }: WorkloadDeps): Workload {
  return {
    job: "backup",
    run: async ({ payload: { trigger, actor }, signal, ...context }) => {
      let told = "";
      const made = await createBackup(stage, {
        to: folder,
        keys,
        version,
        trigger,
        actor,
        signal,
        onProgress: ({ table, done, total }) => {
          if (told === table) return;
          told = table;
          // What is shown of a running job is not worth failing it.
          context.progress({ table, done, total }).catch(() => undefined);
        },
      });
      if (made.status === "cancelled") signal.throwIfAborted();
      const { removed } = await pruneBackups(folder, keep);
      const { runId, status, name, bytes, rows, encrypted } = made;
      return { runId, status, name, bytes, rows, encrypted, removed: removed.length };
    },
  };
}
