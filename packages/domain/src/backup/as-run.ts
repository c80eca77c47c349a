import { withRun } from "../runs/with-run.ts";
import type { BackupDeps } from "./create-backup.ts";

/** Keeps a trial or a clearing of backups in the history, whatever comes of it; the result is that of the work. */
export async function asRun<T>(
  deps: BackupDeps,
  { action, actor, params = {} }: { action: string; actor: string; params?: Record<string, unknown> },
  work: () => Promise<{ result: T; metrics: Record<string, unknown> }>,
): Promise<T> {
  const request = { kind: "backup", trigger: "cli", actor, params: { action, ...params } } as const;
  const { result } = await withRun(deps, request, async () => ({
    status: "completed" as const,
    counts: {},
    ...(await work()),
  }));
  return result;
}
