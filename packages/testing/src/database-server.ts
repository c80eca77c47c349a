import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { joinEmbeddedServer } from "@cti/db/embedded/server";
import { migrateDatabase } from "@cti/db/migrate";
import type { TestProject } from "vitest/node";

import { runStatement } from "./run-statement.ts";
import { inContainers, postgresContainer } from "./server-container.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrl: string;
  }
}

/**
 * One real PostgreSQL for all database tests of a run: the one of TEST_DATABASE_URL, one in a container with
 * CTI_TEST_CONTAINERS=1, or an embedded one in a temporary folder. Provides the address of a migrated template,
 * from which each test copies its own database.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = await makeTemplate(server.url);
  project.provide("databaseUrl", template);
  return async () => {
    await runStatement(server.url, `drop database ${new URL(template).pathname.slice(1)} with (force)`);
    await server.stop();
  };
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env["TEST_DATABASE_URL"];
  if (given) return { url: given, stop: () => Promise.resolve() };
  if (inContainers) return postgresContainer();
  const folder = mkdtempSync(path.join(tmpdir(), "cti-test-"));
  const server = await joinEmbeddedServer(folder);
  return {
    url: server.url,
    stop: async () => {
      await server.leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Nobody stays connected to it: PostgreSQL copies only a database without other users. */
async function makeTemplate(address: string): Promise<string> {
  const name = `cti_template_${randomBytes(4).toString("hex")}`;
  await runStatement(address, `create database ${name}`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href);
  return url.href;
}
