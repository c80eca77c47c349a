import { expect, test } from "vitest";

import { hashPassword, isCurrent, parseHash, stretchPassword, verifyPassword } from "./password-hash.ts";

// The test vector of RFC 7914, section 12.
const saltAndKey =
  "$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw";

test.each(["$scrypt$ln=14,r=8,p=1", "$scrypt$N=16384,r=8,p=1"])(
  "hashes of other programs are read: %s",
  async (how) => {
    const hash = parseHash(how + saltAndKey);
    expect(hash && (await verifyPassword(hash, "pleaseletmein"))).toBe(true);
    expect(hash && (await verifyPassword(hash, "pleaseletmeout"))).toBe(false);
  },
);

test("a new hash is argon2id with 19 MiB, two passes and one lane, and opens for its password alone", async () => {
  const text = await stretchPassword("correct horse battery");
  expect(text).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const hash = parseHash(text);
  expect(hash && isCurrent(hash)).toBe(true);
  expect(hash && (await verifyPassword(hash, "correct horse battery"))).toBe(true);
  expect(hash && (await verifyPassword(hash, "correct horse batterY"))).toBe(false);
  expect(await stretchPassword("correct horse battery")).not.toBe(text);
});

test("both ways to make a hash make the same kind, and one letter written in two ways is the same password", async () => {
  const hash = parseHash(hashPassword("\u00fcberlange Passw\u00f6rter"));
  expect(hash && isCurrent(hash)).toBe(true);
  expect(hash && (await verifyPassword(hash, "u\u0308berlange Passwo\u0308rter"))).toBe(true);
});

test("a hash with other parameters is outdated", () => {
  const other = parseHash(
    "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g",
  );
  expect(other && isCurrent(other)).toBe(false);
  const older = parseHash(`$scrypt$ln=14,r=8,p=1${saltAndKey}`);
  expect(older && isCurrent(older)).toBe(false);
});
