import { expect, test } from "vitest";

import { hashPassword } from "./password-hash.ts";
import { checkPassword, sealPassword } from "./passwords.ts";

test("ASVS 6.2.8: a password is checked as it was given, every character of it", async () => {
  const long = `Ein Wal im Meer, ${"und noch einer, ".repeat(14)} `;
  const hash = await sealPassword(long);
  expect((await checkPassword(hash, long)).right).toBe(true);
  for (const other of [long.trimEnd(), long.toLowerCase(), long.slice(0, 72), `${long}.`])
    expect((await checkPassword(hash, other)).right).toBe(false);
});

test("without a hash, or with one that cannot be read, everything is wrong", async () => {
  for (const hash of [null, "", "$argon2id$v=19$m=1,t=1,p=1$AAAA$BBBB", "plain text"])
    expect(await checkPassword(hash, "a whale in the sea")).toEqual({ right: false, outdated: false });
});

test("ASVS 6.2.10: a password does not wear off; only an older way of keeping it asks for a new hash", async () => {
  const today = hashPassword("a whale in the sea");
  expect(await checkPassword(today, "a whale in the sea")).toEqual({ right: true, outdated: false });
  const scrypt =
    "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw";
  expect(await checkPassword(scrypt, "pleaseletmein")).toEqual({ right: true, outdated: true });
});
