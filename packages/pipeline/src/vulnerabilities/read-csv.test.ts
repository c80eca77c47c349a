import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { readCsv } from "./read-csv.ts";

const rows = (text: string): unknown[] => [...readCsv(text)].map(({ line, fields }) => [line, ...fields]);

test("rows end with any line break, the last one with none", () => {
  expect(rows("\uFEFFa,b\r\n1,2\n3,\r4,5")).toEqual([
    [1, "a", "b"],
    [2, "1", "2"],
    [3, "3", ""],
    [4, "4", "5"],
  ]);
});

test("quoted fields hold commas, quotes and line breaks, and later rows keep their lines", () => {
  expect(rows('"a, ""b""","c\r\nd"\n\n"e"')).toEqual([
    [1, 'a, "b"', "c\r\nd"],
    [4, "e"],
  ]);
});

test("broken quotes lose no text", () => {
  expect(rows('"a"b,c\n"d,e\nf')).toEqual([
    [1, "ab", "c"],
    [2, "d,e\nf"],
  ]);
});

test.each(["", "\n\n", '"'])("%j has no rows of value", (text) => {
  expect(rows(text).length).toBe(0);
});

test.each(['"', '""', ",", "\n", '"a",', '"\n'])("200 kB of %j are read in time", (part) => {
  const spent = processorClock();
  rows(part.repeat(200_000 / part.length));
  expect(spent()).toBeLessThan(5_000);
});
