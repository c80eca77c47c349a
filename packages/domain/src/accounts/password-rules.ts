import { readFileSync } from "node:fs";
import path from "node:path";

import { DomainError } from "../errors.ts";

const shortest = 12;
const longest = 256;

/** Rows of keyboards and what people count; also backwards. */
const walks = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "qsdfghjklm",
  "wxcvbn",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "zaq1xsw2cde3vfr4bgt5nhy6mju7",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "!@#$%^&*()",
].flatMap((walk) => [walk, walk.split("").reverse().join("")]);

/** Names that everybody tries first on this product. */
const productNames = [
  "ctiscraper",
  "cti-scraper",
  "cti_scraper",
  "cti scraper",
  "scraper",
  "cti",
  "threatintel",
];

/**
 * Throws DomainError `invalid`, with the reason, for a password that is too short, too long, known from breaches, or
 * built by a rule that guessers know. `breached`: what the installation refuses beside the built-in list.
 */
export function refuseWeakPassword(
  password: string,
  { username, breached }: { username: string; breached: ReadonlySet<string> },
): void {
  const reason = weakness(password.normalize("NFC"), username, breached);
  if (reason !== null) throw new DomainError("invalid", reason);
}

function weakness(password: string, username: string, breached: ReadonlySet<string>): string | null {
  const length = Array.from(password).length;
  if (length < shortest)
    return `The password is shorter than ${shortest} characters; a few words are a good one`;
  if (length > longest) return `The password is longer than ${longest} characters`;
  const plain = password.toLowerCase();
  if (breached.has(password) || breached.has(plain) || isWellKnown(plain))
    return "This password is among those that leaked elsewhere and are tried first; choose another one";
  if (isRepetition(plain)) return "The password repeats itself; choose another one";
  if (isWalk(plain)) return "The password is a row of keys or numbers; choose another one";
  if (isMadeOf(plain, [username.toLowerCase(), ...productNames]))
    return "The password is the name of the user or the product with digits; choose another one";
  return null;
}

let wellKnown: ReadonlySet<string> | null = null;

function isWellKnown(plain: string): boolean {
  wellKnown ??= new Set(
    readFileSync(path.join(import.meta.dirname, "breached-passwords.txt"), "utf8")
      .split("\n")
      .filter(Boolean),
  );
  return wellKnown.has(plain);
}

/** One character or a short piece again and again, whole or cut at the end. */
function isRepetition(text: string): boolean {
  const most = Math.min(8, Math.floor(text.length / 2));
  for (let size = 1; size <= most; size++)
    if (
      text
        .slice(0, size)
        .repeat(Math.ceil(text.length / size))
        .startsWith(text)
    )
      return true;
  return false;
}

/** Nothing but runs of at least three neighbours, and at most two characters beside them. */
function isWalk(text: string): boolean {
  let at = 0;
  let beside = 0;
  while (at < text.length && beside <= 2) {
    const run = longestRun(text, at);
    if (run < 3) beside += 1;
    at += run < 3 ? 1 : run;
  }
  return beside <= 2;
}

function longestRun(text: string, at: number): number {
  let most = 0;
  for (const walk of walks)
    while (at + most < text.length && walk.includes(text.slice(at, at + most + 1))) most += 1;
  return most;
}

/** Whether nothing but digits and punctuation stays when these names are taken away. */
function isMadeOf(text: string, names: readonly string[]): boolean {
  let rest = text;
  for (const name of names) if (name.length >= 3) rest = rest.replaceAll(name, "");
  return rest !== text && !/\p{L}/u.test(rest);
}
