import { rm } from "node:fs/promises";

import { type BackupFile, listBackups } from "./backup-folder.ts";
import { applyKeepPolicy, type KeepPolicy, type Kept } from "./keep-policy.ts";

export type Pruned = { keep: Kept<BackupFile>[]; removed: BackupFile[]; bytes: number };

/** Removes the backups of a folder that the policy does not keep; with `dryRun` it only says which. */
export async function pruneBackups(
  folder: string,
  policy: KeepPolicy,
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<Pruned> {
  const { keep, remove } = applyKeepPolicy(await listBackups(folder), policy);
  if (!dryRun) for (const { file } of remove) await rm(file, { force: true });
  return { keep, removed: remove, bytes: remove.reduce((sum, { bytes }) => sum + bytes, 0) };
}
