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

test("no spelling of a secret's name keeps it from being masked, in objects, lists and pairs", () => {
  const kept = recordable({
    before: { passwordHash: "S1", totp_secret: "S2", "X-API-Key": "S3" },
    after: [{ newPassword: "S4" }, { client_secret: { nested: "S5" } }, { recoveryCodes: ["S6"] }],
    headers: [
      ["set-cookie", "__Host-cti=S7"],
      ["Authorization", "Basic S8"],
    ],
    changes: [{ key: "redis.password", before: "S9", after: "S10" }],
    databaseDsn: "S11",
    accessKey: "S12",
    pins: new Map([["otp", 123_456]]),
  });
  expect(JSON.stringify(kept)).not.toMatch(/S\d|123456/);
});

test("secrets within texts are masked, whatever member they stand in", () => {
  const kept = recordable({
    dsns: ["postgres://cti:S1@db/x", "host=db user=cti password=S2 dbname=x", "redis://:S3@cache:6379"],
    note: "curl -H 'Authorization: Bearer S4444444' https://api.example/?api_key=S5&q=1&token=S6#x",
    cookie_line: "GET / cookie: cti=S7; other=S8",
    quoted: '{"clientSecret": "S9", "password":"S\\"10"}',
    ours: `cti_pat_abcdefgh_${"S".repeat(43)}`,
    callback: "https://cti.example/api/v1/session/oidc/callback?code=S11&state=x",
    uri: "otpauth://totp/CTI:ada?secret=S12&issuer=CTI",
    key: "-----BEGIN PRIVATE KEY-----\nS13\n-----END PRIVATE KEY-----",
  });
  expect(JSON.stringify(kept)).not.toMatch(/S\d|SSS/);
  expect(kept["ours"]).toBe("cti_pat_abcdefgh_********");
});

test("what only sounds like a secret stays: whether there is one, its number, how many", () => {
  const plain = { totp: true, password: null, token_id: 7, tokensCount: 3, tokenMaxDays: 365, bytes: 12 };
  expect(recordable(plain)).toEqual(plain);
  expect(recordable({ subject: "user ada", note: "the password was changed", author: "x" })).toEqual({
    subject: "user ada",
    note: "the password was changed",
    author: "x",
  });
});

test("a long hostile text is masked too, without looking for the end of each beginning", () => {
  const texts = [
    '"',
    "-----BEGIN PRIVATE KEY-----",
    "password = ",
    "cookie: ",
    "://",
    "bearer ",
    '"token":"\\',
  ];
  for (const text of texts)
    expect(JSON.stringify(recordable({ text: text.repeat(200_000 / text.length) })).length).toBeLessThan(
      9_000,
    );
});

test("that a secret was changed is told, and what is named like one but counts something stays", () => {
  const changes = [
    { setting: "redis.password", before: "(hidden)", after: "(changed)" },
    { setting: "web.token_max_days", before: 90, after: 365 },
  ];
  expect(recordable({ changes })).toEqual({ changes });
  expect(recordable({ scopes: ["tokens", "read"] })).toEqual({ scopes: ["tokens", "read"] });
});
