import { tmpdir } from "node:os";

import { loadConfig } from "@cti/config/load";
import type { Database } from "@cti/db/open";
import { expect, test } from "vitest";

import { queueConnection } from "./queue-connection.ts";

const database = { url: "postgres://localhost/cti" } as Database;
const redisUrlOf = (environment: Record<string, string>): string | null =>
  queueConnection(loadConfig({ root: tmpdir(), environment }).settings, database, "test").redisUrl;

test("the password of Redis can be given beside its address", () => {
  expect(redisUrlOf({ REDIS_URL: "redis://redis:6379/0", REDIS_PASSWORD: "a/b+c=" })).toBe(
    "redis://:a%2Fb%2Bc%3D@redis:6379/0",
  );
});

test("a password in the address wins, and without an address there is no Redis", () => {
  expect(redisUrlOf({ REDIS_URL: "redis://:own@redis:6379", REDIS_PASSWORD: "other" })).toBe(
    "redis://:own@redis:6379",
  );
  expect(redisUrlOf({ REDIS_PASSWORD: "other" })).toBeNull();
});
