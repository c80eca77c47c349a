import { expect, test } from "vitest";

import { recordable, recordableMessage } from "./recordable.ts";

test("secrets and logins in addresses are masked at any depth, the rest stays", () => {
  expect(
    recordable({
      sourceId: 7,
      apiKey: "k",
      nested: [{ Authorization: "Bearer x", url: "https://ada:pw@feed.example/a?b=c@d" }],
      at: new Date("2026-01-02T03:04:05Z"),
      none: null,
    }),
  ).toEqual({
    sourceId: 7,
    apiKey: "********",
    nested: [{ Authorization: "********", url: "https://********@feed.example/a?b=c@d" }],
    at: "2026-01-02T03:04:05.000Z",
    none: null,
  });
});

test("what is larger than 8 kB is kept as its beginning", () => {
  const kept = recordable({ text: "ä".repeat(10_000) });
  expect(kept).toMatchObject({ shortened: true, bytes: 20_011 });
  expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(8_192);
});

test("a value that PostgreSQL or JSON cannot hold does not fail its record", () => {
  const endless: Record<string, unknown> = {};
  endless["again"] = endless;
  expect(JSON.stringify(recordable({ a: "x\u0000\ud800y", n: 1n, endless }))).toContain("x\ufffdy");
});

test("a message is cut and tells no login", () => {
  const message = recordableMessage(`no answer from postgres://cti:pw@db:5432/x ${"!".repeat(5_000)}`);
  expect(message).toContain("postgres://********@db:5432/x");
  expect(message).toHaveLength(2_000);
});

test("of a password with an @ nothing is left", () => {
  expect(recordableMessage("redis://u:p@ss@cache:6379/1 and postgres://u:p@ss@db/x")).toBe(
    "redis://********@cache:6379/1 and postgres://********@db/x",
  );
});
