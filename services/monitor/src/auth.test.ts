import { expect, test } from "vitest";

import { createLoginCheck, hasLogin, readAuth } from "./auth.ts";
import { hashPassword, verifyPassword } from "@cti/domain/accounts/password-hash";

const basic = (login: string): string => `Basic ${Buffer.from(login).toString("base64")}`;

test.each([[null], [""], ["   "], ["admin"], [":correct horse battery"], ["a\nb:correct horse battery"]])(
  "no login (%j) is refused with the way to set one",
  (value) => {
    expect(() => readAuth(value)).toThrow(/CTI_MONITOR_AUTH.*monitor password/);
  },
);

test.each([
  "admin:countermeasure123",
  "admin:Countermeasure123",
  "admin:SecurePassword123!",
  "admin:admin",
  "admin:changeme",
  "flower:flower",
  "a-long-user-name:a-long-user-name",
  "user:password",
])("a password that everybody tries first is refused: %s", (value) => {
  expect(() => readAuth(value)).toThrow(/everybody tries first/);
});

test("a short password is refused, characters are counted and not bytes", () => {
  expect(() => readAuth("alice:elevenchars")).toThrow(/shorter than 12/);
  expect(() => readAuth("alice:üüüüüüüüüüü")).toThrow(/shorter than 12/);
  expect(readAuth("alice:üüüüüüüüüüüü").user).toBe("alice");
});

test.each([
  "$2y$05$abcdefghijklmnopqrstuv",
  "$argon2id$v=19$m=1,t=1,p=1$AAAA$BBBB",
  "$scrypt$N=3,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
])("a hash that is of another kind, cut or too cheap is refused: %s", (hash) => {
  expect(() => readAuth(`alice:${hash}`)).toThrow(/argon2id or scrypt/);
});

test("a printed hash opens for its password and no other", async () => {
  const { password } = readAuth(`alice:${hashPassword("correct horse battery")}`);
  expect(await verifyPassword(password, "correct horse battery")).toBe(true);
  expect(await verifyPassword(password, "correct horse batterY")).toBe(false);
  expect(hashPassword("correct horse battery")).not.toBe(hashPassword("correct horse battery"));
});

test("a login is right only with user and password, and is known from then on", async () => {
  const logins = createLoginCheck(readAuth("alice:correct horse battery"));
  const header = basic("alice:correct horse battery");
  expect(logins.isKnown(header)).toBe(false);
  expect(await logins.verify(basic("alice:wrong horse battery"))).toBe(false);
  expect(await logins.verify(basic("bob:correct horse battery"))).toBe(false);
  expect(logins.isKnown(basic("bob:correct horse battery"))).toBe(false);
  expect(await logins.verify(header)).toBe(true);
  expect(logins.isKnown(header)).toBe(true);
  expect(logins.isKnown(basic("alice:wrong horse battery"))).toBe(false);
});

test.each([
  undefined,
  "",
  "Basic",
  "Basic ###",
  "Bearer abc",
  `Basic ${"A".repeat(5_000)}`,
  basic("nocolon"),
])("what is no login is none: %s", async (header) => {
  expect(hasLogin(header)).toBe(false);
  expect(await createLoginCheck(readAuth("alice:correct horse battery")).verify(header)).toBe(false);
});

test("a user with a colon does not make a hash the password", () => {
  expect(() => readAuth(`a:b:${hashPassword("correct horse battery")}`)).toThrow(/colon/);
});
