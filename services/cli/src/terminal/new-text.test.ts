import { expect, test } from "vitest";

import { newText } from "./new-text.ts";

test("a text that grows gives what is new", () => {
  expect(newText("", "One")).toBe("One");
  expect(newText("One", "One two")).toBe(" two");
  expect(newText("One", "One")).toBe("");
});

test("of a text whose beginning is no longer told the end goes on", () => {
  const long = Array.from({ length: 100 }, (_, at) => `Sentence ${at}.`).join(" ");
  expect(newText(long, `…${long.slice(-300)} And more.`)).toBe(" And more.");
});

test("an answer that starts anew begins on a line of its own", () => {
  expect(newText("Mistaken", "Put right")).toBe("\nPut right");
});
