import { expect, test } from "vitest";

import { BenignError } from "./benign-error.ts";
import { readWarninglist } from "./read-warninglist.ts";

const list = {
  name: "Top sites",
  version: 20260811,
  description: "Most used",
  type: "hostname",
  matching_attributes: ["domain", "domain|ip"],
  list: ["example.com", " .example.net ", ""],
};

test("a MISP warninglist is read with its values trimmed and blank ones left out", () => {
  expect(readWarninglist(list)).toEqual({
    name: "Top sites",
    version: 20260811,
    description: "Most used",
    type: "hostname",
    attributes: ["domain", "domain|ip"],
    values: ["example.com", ".example.net"],
  });
});

test("what MISP lets out has its defaults, and a date as version may be a string", () => {
  expect(readWarninglist({ name: "x", version: "20240101", list: [] })).toEqual({
    name: "x",
    version: 20240101,
    description: "",
    type: "string",
    attributes: [],
    values: [],
  });
});

test.each([
  [null, "This is no MISP warninglist: it is no JSON object"],
  [[], "This is no MISP warninglist: it is no JSON object"],
  [{ ...list, name: " " }, 'This is no MISP warninglist: "name" is missing'],
  [{ ...list, version: -1 }, 'The warninglist "Top sites" is broken: "version" is no whole number'],
  [
    { ...list, type: "glob" },
    'The warninglist "Top sites" is broken: "type" is "glob", not one of cidr, hostname, string, substring, regex',
  ],
  [
    { ...list, matching_attributes: [1] },
    'The warninglist "Top sites" is broken: "matching_attributes" is no list of strings',
  ],
  [{ ...list, list: {} }, 'The warninglist "Top sites" is broken: "list" is no list'],
  [
    { ...list, list: ["a", 5] },
    'The warninglist "Top sites" is broken: value 2 of "list" is 5, not a string',
  ],
])("something else is refused with the reason: %j", (json, message) => {
  const read = (): unknown => readWarninglist(json);
  expect(read).toThrow(BenignError);
  expect(read).toThrow(message);
  expect(read).toThrow(expect.objectContaining({ reason: "bad_warninglist" }));
});
