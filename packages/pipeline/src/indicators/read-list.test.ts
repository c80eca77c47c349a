import { expect, test } from "vitest";

import { mostLines, readList } from "./read-list.ts";

const valuesOf = (text: string): string[] => readList(text).wanted.map(({ value }) => value);

test("a list is read line by line, refanged, each value once", () => {
  expect(
    valuesOf("evil[.]example\nhxxps://evil[.]example/a\r\n  evil.example  \n\n203[.]0[.]113[.]7"),
  ).toEqual(["evil.example", "https://evil.example/a", "203.0.113.7"]);
});

test("commas, semicolons and tabs separate, but not inside of an address or a path", () => {
  expect(valuesOf("a.example,b.example; c.example\td.example")).toEqual([
    "a.example",
    "b.example",
    "c.example",
    "d.example",
  ]);
  expect(valuesOf("https://a.example/x,y;z, b.example")).toEqual(["https://a.example/x,y;z", "b.example"]);
});

test("bullets, quotation marks and comments are no part of a value", () => {
  expect(valuesOf('# exported today\n- "a.example",\n* b.example.\n<c.example>')).toEqual([
    "a.example",
    "b.example",
    "c.example",
  ]);
});

test("what is beyond the limit is told", () => {
  const { wanted, left } = readList(
    Array.from({ length: mostLines + 5 }, (_, n) => `h${n}.example`).join("\n"),
  );
  expect(wanted).toHaveLength(mostLines);
  expect(left).toBe(5);
});
