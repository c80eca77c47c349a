import { randomBytes } from "node:crypto";

import { type Client, openClient } from "@cti/db/client";
import postgres from "postgres";
import { inject } from "vitest";

export type TestDb = Client & { url: string; drop(): Promise<void> };

/** A database of the test's own, with the whole schema and no row. Call `drop` when done. */
export async function testDb(): Promise<TestDb> {
  const template = new URL(inject("databaseUrl"));
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  const admin = new URL(template);
  admin.pathname = "/postgres";
  await run(admin.href, `create database ${name} template "${template.pathname.slice(1)}"`);
  const client = openClient(url.href, { poolSize: 8, name });
  return {
    ...client,
    url: url.href,
    drop: async () => {
      await client.close();
      await run(admin.href, `drop database ${name} with (force)`);
    },
  };
}

async function run(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  // A template must have no other user at the moment of the copy; the membership of another test file may be there.
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await sql.unsafe(statement);
        return;
      } catch (error) {
        if (attempt >= 50 || !(error instanceof Error && "code" in error && error.code === "55006"))
          throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  } finally {
    await sql.end({ timeout: 2 });
  }
}
