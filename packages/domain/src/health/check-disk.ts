import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";

import { type ComponentHealth, type HealthDeps, percentText } from "./component-health.ts";

/** How much room is left where `folder` is, or will be once it is made. */
export async function checkDisk(
  { settings }: Pick<HealthDeps, "settings">,
  folder: string,
): Promise<ComponentHealth> {
  const { blocks, bavail, bsize, files, ffree } = await statNearest(path.resolve(folder));
  const freeBytes = bavail * bsize;
  const details = { folder, free_bytes: freeBytes, total_bytes: blocks * bsize };
  // Some file systems know no size, or no number of files.
  const room = blocks > 0 ? bavail / blocks : 1;
  const entries = files > 0 ? ffree / files : 1;
  const share = Math.min(room, entries);
  const what =
    room <= entries
      ? `${gigabytes(freeBytes)} (${percentText(room)})`
      : `${percentText(entries)} of the file entries`;
  if (share >= settings.diskFree)
    return { status: "ok", message: `${what} of the disk of ${folder} are free.`, details };
  return {
    status: share < settings.diskFree / 2 ? "error" : "degraded",
    message: `Only ${what} of the disk of ${folder} are free (at least ${percentText(settings.diskFree)} should be): make room, or keep less with history.keep_days and log.keep_days.`,
    details,
  };
}

async function statNearest(folder: string): Promise<StatsFs> {
  try {
    return await statfs(folder);
  } catch (error) {
    const parent = path.dirname(folder);
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!isMissing || parent === folder) throw error;
    return statNearest(parent);
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
