import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect, test } from "vitest";

import { checkDisk } from "./check-disk.ts";
import type { ComponentHealth, HealthSettings } from "./component-health.ts";

const check = (diskFree: number, folder: string): Promise<ComponentHealth> =>
  checkDisk({ settings: { diskFree } as HealthSettings }, folder);

test("the free share of a disk decides, also for a folder that is not made yet", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "cti-disk-"));
  const missing = path.join(folder, "not", "there");
  const { bavail, blocks, ffree, files } = statfsSync(folder);
  const share = Math.min(bavail / blocks, files > 0 ? ffree / files : 1);
  const limits = [share * 0.9, share * 1.1, share * 2.2];
  const statuses = await Promise.all(limits.map(async (limit) => (await check(limit, missing)).status));
  expect(statuses).toEqual(["ok", "degraded", "error"]);
  expect(await check(0, missing)).toMatchObject({
    message: expect.stringMatching(/ %\)? .*of the disk of .*there are free\.$/),
    details: { folder: missing, free_bytes: expect.any(Number), total_bytes: expect.any(Number) },
  });
  rmSync(folder, { recursive: true });
});

test("a path that is no folder at all is refused", async () => {
  await expect(check(0, path.join(import.meta.filename, "below"))).rejects.toThrow("ENOTDIR");
});
