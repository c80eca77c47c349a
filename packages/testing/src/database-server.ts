import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { joinEmbeddedServer } from "@cti/db/embedded/server";
import { migrateDatabase } from "@cti/db/migrate";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/**
 * One real PostgreSQL for all database tests of a run: the one of TEST_DATABASE_URL, or an embedded one in a
 * temporary folder. Its database is the migrated template from which each test makes its own.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"];
  if (given) {
    await migrateDatabase(given);
    project.provide("databaseUrl", given);
    return async () => undefined;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "cti-test-"));
  const server = await joinEmbeddedServer(folder);
  await migrateDatabase(server.url);
  project.provide("databaseUrl", server.url);
  return async () => {
    await server.leave();
    rmSync(folder, { recursive: true, force: true });
  };
}
