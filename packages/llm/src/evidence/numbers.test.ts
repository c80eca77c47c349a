import { expect, test } from "vitest";
import { hasDay, hasQuantity, readFigures } from "./numbers.ts";

function valuesOf(text: string): number[] {
  return readFigures(text).quantities.map(({ values }) => values[0] ?? NaN);
}

test("numbers are read in digits with any separator, in words, and with their scale", () => {
  expect(valuesOf("1,200 files, 1 200 files, 1'200 files, 12 000.")).toEqual([1_200, 1_200, 1_200, 12_000]);
  expect(valuesOf("two servers, twenty-five hosts, two thousand users")).toEqual([2, 25, 2_000]);
  expect(valuesOf("1.8 million, 2 Mio. and $2.5 million")).toEqual([1_800_000, 2_000_000, 2_500_000]);
  expect(valuesOf("a score of 9.8. Then 9,8")).toEqual([9.8, 9.8]);
  expect(readFigures("1.200").quantities[0]?.values).toEqual([1_200, 1.2]);
});

test("digits in names, versions, times and addresses are no numbers", () => {
  expect(valuesOf("APT29, v7.4.2, 08:14, 1.2.3.4, md5 and evil2.com")).toEqual([]);
});

test("a unit counts where both numbers have one", () => {
  const { quantities } = readFigures("40 GB, 20 percent, 72 hours and 5 hosts");
  const has = (text: string): boolean =>
    readFigures(text).quantities.every((each) => hasQuantity(quantities, each));
  expect(has("40 gigabytes, 20% and 72-hour")).toBe(true);
  expect(has("40 TB")).toBe(false);
  expect(has("72 days")).toBe(false);
  expect(has("five machines")).toBe(true);
  expect(has("3 days")).toBe(true);
  expect(has("3 weeks")).toBe(false);
});

test.each([
  "12 March 2026",
  "March 12, 2026",
  "12 Mar 2026",
  "2026-03-12",
  "12.03.2026",
  "12 mars 2026",
  "12. März 2026",
  "2026年3月12日",
  "12th of March 2026",
])("%s is the twelfth of March", (written) => {
  const { days } = readFigures(`on ${written}`);
  expect(hasDay(days, { year: 2026, month: 3, day: 12, written: "" }, null)).toBe(true);
  expect(hasDay(days, { year: 2026, month: 3, day: 13, written: "" }, null)).toBe(false);
});

test("a date without a year gets that of the publication", () => {
  const { days } = readFigures("on 12 March");
  const sought = { year: 2026, month: 3, day: 12, written: "" };
  expect(hasDay(days, sought, 2026)).toBe(true);
  expect(hasDay(days, sought, 2025)).toBe(false);
});
