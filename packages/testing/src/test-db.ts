import { randomBytes } from "node:crypto";

import { appRole, type Client, openClient } from "@cti/db/client";
import { inject } from "vitest";

import { runStatement } from "./run-statement.ts";

export type TestDb = Client & {
  url: string;
  /** With all rights and for no tenant: to make what the product could not, such as a changed audit log. */
  owner: Client;
  drop(): Promise<void>;
};

/** A database of the test's own, with the whole schema and no row but the default tenant, for which it is opened. */
export async function testDb(): Promise<TestDb> {
  const template = new URL(inject("databaseUrl"));
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  const admin = new URL(template);
  admin.pathname = "/postgres";
  await runStatement(admin.href, `create database ${name} template "${template.pathname.slice(1)}"`);
  const client = openClient(url.href, { poolSize: 8, name, role: appRole, tenant: 1 });
  const owner = openClient(url.href, { poolSize: 2, name });
  return {
    ...client,
    url: url.href,
    owner,
    drop: async () => {
      await Promise.all([client.close(), owner.close()]);
      await runStatement(admin.href, `drop database ${name} with (force)`);
    },
  };
}
