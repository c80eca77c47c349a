import { expect, test } from "vitest";

import { clean, safeJson } from "./clean.ts";
import { count, formatBytes, formatDuration, formatTime } from "./format.ts";
import { cut, formatTable, widthOf } from "./table.ts";

const hostile = "\u001b]0;owned\u0007Red \u001b[31mtext\u009b2J\u202egpj.exe\u0000";

test("no remote text steers the terminal", () => {
  // oxlint-disable-next-line no-control-regex
  const steering = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
  expect(clean(hostile)).not.toMatch(steering);
  expect(clean("Zwei Wörter, ein 😀")).toBe("Zwei Wörter, ein 😀");
  expect(
    formatTable([{ title: hostile }], [{ title: "title", value: (row) => row.title }], 80).split("\n")[1],
  ).not.toMatch(steering);
  expect(safeJson({ title: hostile })).not.toMatch(steering);
  expect(JSON.parse(safeJson({ title: hostile }))).toEqual({ title: hostile });
});

test("columns line up with wide characters and are cut to the terminal", () => {
  expect(widthOf("漢字")).toBe(4);
  expect(cut("漢字漢字", 5)).toBe("漢字…");
  const table = formatTable(
    [
      { a: "漢字", b: "x".repeat(200) },
      { a: "ab", b: "y" },
    ],
    [
      { title: "a", value: (row) => row.a },
      { title: "b", value: (row) => row.b, grows: true },
    ],
    40,
  );
  expect(table.split("\n").slice(1).map(widthOf)).toEqual([40, 7]);
});

test("times, sizes and numbers are written for people", () => {
  expect(formatTime(new Date("2026-11-20T06:10:59Z"))).toBe("2026-11-20 06:10Z");
  expect([formatDuration(320), formatDuration(4_200), formatDuration(192_000)]).toEqual([
    "320 ms",
    "4.2 s",
    "3 min 12 s",
  ]);
  expect(formatBytes(12_345_678)).toBe("12.3 MB");
  expect([count(1, "entry"), count(2_000, "entry"), count(2, "source")]).toEqual([
    "1 entry",
    "2,000 entries",
    "2 sources",
  ]);
});
