import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { newPassword } from "./change-user.ts";
import { refuseWeakPassword } from "./password-rules.ts";

const refuse = (password: string, username = "alice", breached: string[] = []): (() => void) => {
  return () => {
    refuseWeakPassword(password, { username, breached: new Set(breached) });
  };
};

test("ASVS 6.2.1 and 6.2.9: passwords have 12 to 256 characters, counted as people see them", () => {
  expect(refuse("kleiner wal")).toThrow(/shorter than 12/);
  expect(refuse("kleiner wal!")).not.toThrow();
  expect(refuse("ü".normalize("NFD").repeat(11) + "a")).not.toThrow(/shorter/);
  expect(refuse("ü".normalize("NFD").repeat(11))).toThrow(/shorter than 12/);
  expect(refuse("🐳 blue whale")).not.toThrow();
  expect(refuse("ein langer Satz, ".repeat(15).slice(0, 256))).not.toThrow();
  expect(refuse("ein langer Satz, ".repeat(20))).toThrow(/longer than 256/);
});

test.each([
  "kleiner wal im meer",
  "XKCDFOURWORDSLONG",
  "829104772913",
  "%%§§(//)=?ÄÖ",
  "日本語の長い合い言葉です",
])("ASVS 6.2.5: no kind of character is asked for or refused: %s", (password) => {
  expect(refuse(password)).not.toThrow();
});

test.each([
  "password1234",
  "Password1234",
  "QWERTYUIOP123",
  "iloveyou123456",
  "countermeasure123",
  "SecurePassword123!",
])("ASVS 6.2.4 and 6.2.12: a password that leaked elsewhere is refused: %s", (password) => {
  expect(refuse(password)).toThrow(/leaked elsewhere/);
});

test("ASVS 6.2.12: an installation adds passwords of its own to those that are refused", () => {
  expect(refuse("our company name", "alice", ["our company name"])).toThrow(/leaked elsewhere/);
  expect(refuse("Our Company Name", "alice", ["our company name"])).toThrow(/leaked elsewhere/);
  expect(refuse("our company name")).not.toThrow();
});

test.each([
  ["zzzzzzzzzzzzzz", /repeats itself/],
  ["wal-wal-wal-wal-", /repeats itself/],
  ["k3k3k3k3k3k3k", /repeats itself/],
  ["13579bdf13579bdf", /repeats itself/],
  ["abcdefghijklmno", /leaked|row of keys/],
  ["zyxwvutsrqponm", /row of keys/],
  ["asdfghjklqwerty", /row of keys/],
  ["poiuytrewq987", /row of keys/],
  ["qwertz12345678", /row of keys/],
  ["5tgb6yhn7ujm8ik", /row of keys/],
  ["12345678abcdefg!", /row of keys/],
])("a password built by a rule that guessers know is refused: %s", (password, why) => {
  expect(refuse(password)).toThrow(why);
});

test("ASVS 6.2.11: the name of the user or the product with digits is refused", () => {
  expect(refuse("wolfgang-1987!", "wolfgang")).toThrow(/name of the user/);
  expect(refuse("Wolfgang198719", "wolfgang")).toThrow(/name of the user/);
  expect(refuse("1987CTIscraper!", "alice")).toThrow(/name of the user/);
  expect(refuse("wolfgang likes whales", "wolfgang")).not.toThrow();
  expect(refuse("bobo bo bear 42", "bo")).not.toThrow();
});

test("the built-in list has only what could be a password here", () => {
  const file = path.join(import.meta.dirname, "breached-passwords.txt");
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(1_000);
  expect(lines.filter((line) => Array.from(line).length < 12 || line !== line.toLowerCase())).toEqual([]);
  expect(new Set(lines).size).toBe(lines.length);
});

test("a password that is made for somebody passes, and no two are the same", () => {
  const made = Array.from({ length: 50 }, newPassword);
  for (const password of made) expect(refuse(password)).not.toThrow();
  expect(new Set(made).size).toBe(50);
});
