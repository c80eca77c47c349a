import { constants } from "node:fs";
import { access, open, rename, rm } from "node:fs/promises";
import path from "node:path";

import { DomainError } from "../errors.ts";
import { counting, type Written } from "./counting.ts";

/**
 * Writes a file that is there whole or not at all, for its owner only: under another name, brought to the disk, then
 * renamed. An existing one is not replaced.
 */
export async function writeFileWhole(file: string, pieces: AsyncIterable<Uint8Array>): Promise<Written> {
  const folder = path.dirname(file);
  const partial = path.join(folder, `.${path.basename(file)}.${process.pid}.partial`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  await refuseExisting(file);
  const handle = await open(partial, flags, 0o600);
  try {
    const counted = counting(pieces);
    for await (const piece of counted.pieces) await handle.writeFile(piece);
    await handle.sync();
    await handle.close();
    await refuseExisting(file);
    await rename(partial, file);
    await syncFolder(folder);
    return counted.written();
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(partial, { force: true });
    throw explained(error, folder);
  }
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw new DomainError("conflict", `${file} is there already`);
}

/** So that the new name outlives a power cut; some file systems cannot. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY).catch(() => null);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function explained(error: unknown, folder: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "ENOSPC"
    ? new DomainError("unavailable", `The disk of ${folder} is full; no backup was made`, { cause: error })
    : error;
}
