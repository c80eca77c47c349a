import { plainText } from "../plain-text.ts";

/** The name in what feeds give as an author: "mail (Name)", "Name <mail>", a name, or a bare address. */
export function personName(text: string): string {
  const inParentheses = /^\s*\S+@\S+\s*\((.{1,200})\)\s*$/.exec(text.slice(0, 500))?.[1];
  const beforeMail = /^([^<>]{1,200})<[^<>@\s]+@[^<>\s]+>\s*$/.exec(text.slice(0, 500))?.[1];
  return plainText(inParentheses ?? beforeMail ?? text)
    .replace(/^["'](.*)["']$/, "$1")
    .slice(0, MAX_NAME)
    .trim();
}

/** Distinct names in order of appearance; the same name in other letter case is the same name. */
export function distinctNames(names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (name !== "" && !seen.has(key) && seen.size < MAX_NAMES) seen.set(key, name);
  }
  return [...seen.values()];
}

const MAX_NAME = 200;
const MAX_NAMES = 100;
