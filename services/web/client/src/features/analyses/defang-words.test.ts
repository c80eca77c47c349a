import { expect, test } from "vitest";

import { defangWords } from "./defang-words.ts";

test("addresses of every kind come out defanged, file names and numbers as they are", () => {
  expect(
    defangWords(
      "It fetched https://evil.example/a.exe from 203.0.113.7 (cdn.evil.example), ran cmd.exe 2.14.1.",
    ),
  ).toBe(
    "It fetched hxxps://evil[.]example/a.exe from 203[.]0[.]113[.]7 (cdn[.]evil[.]example), ran cmd.exe 2.14.1.",
  );
  expect(defangWords("Mail to ceo@evil.example.")).toBe("Mail to ceo[@]evil[.]example.");
});

test("what is known as an address is one, although files end so too", () => {
  expect(defangWords("It called update.zip and setup.zip.", [{ type: "domain", value: "update.zip" }])).toBe(
    "It called update[.]zip and setup.zip.",
  );
});

test("what is defanged already stays, and what cannot be seen goes", () => {
  expect(defangWords("hxxps://evil[.]example and 203[.]0[.]113[.]7\u202e")).toBe(
    "hxxps://evil[.]example and 203[.]0[.]113[.]7",
  );
});
