import { expect, test } from "vitest";

import { defangedLoose, defangedSlice } from "./defanged-text.ts";

const text =
  "It calls https://evil.example/a and 203.0.113.7, see also evil[.]example or mail me@evil.example.";
const place = (value: string, type: string): { start: number; end: number; type: string } => ({
  start: text.indexOf(value),
  end: text.indexOf(value) + value.length,
  type,
});
const places = [
  place("https://evil.example/a", "url"),
  place("evil.example/a", "domain"),
  place("203.0.113.7", "ipv4"),
  place("evil[.]example", "domain"),
  place("me@evil.example", "email"),
];

test("all addresses of a selection are defanged, and what is defanged stays as it is", () => {
  expect(defangedSlice(text, { start: 0, end: text.length }, places)).toBe(
    "It calls hxxps://evil[.]example/a and 203[.]0[.]113[.]7, see also evil[.]example or mail me[@]evil[.]example.",
  );
});

test("a part of an address is defanged too", () => {
  const start = text.indexOf("evil.example/a");
  expect(defangedSlice(text, { start, end: start + 12 }, places)).toBe("evil[.]example");
  const address = text.indexOf("203");
  expect(defangedSlice(text, { start: address, end: address + 7 }, places)).toBe("203[.]0[.]1");
});

test("what nobody extracted is defanged where a program would make a link of it", () => {
  expect(defangedLoose("see http://other.example/b?x=1 at 10.0.0.1")).toBe(
    "see hxxp://other[.]example/b?x=1 at 10[.]0[.]0[.]1",
  );
});
