import { expect, test } from "vitest";

import { csvCell } from "./csv-cell.ts";

test("V1.2.10 a cell that a spreadsheet would run is text", () => {
  expect(csvCell("=HYPERLINK(1)")).toBe("'=HYPERLINK(1)");
  expect(csvCell(' @SUM(1,"x")')).toBe(`"' @SUM(1,""x"")"`);
  for (const start of ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
    expect(csvCell(`${start}2`)).toBe(`'${start}2`);
  expect(csvCell("\r=1")).toBe(`"'\r=1"`);
});

test("numbers, lists and nothing are written plainly, and quotes and lines are quoted", () => {
  expect(csvCell(-2)).toBe("-2");
  expect(csvCell(null)).toBe("");
  expect(csvCell(["a", "b, c"])).toBe('"a; b, c"');
  expect(csvCell('a "b"\nc')).toBe('"a ""b""\nc"');
});
