import { expect, test } from "vitest";

import { DomainError } from "../errors.ts";
import { BadCursor, pageOf, readCursor, writeCursor } from "./cursor.ts";

const forged = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a cursor gives back key and id, and is made of characters that an address takes as they are", () => {
  for (const [key, id] of [
    ["2026-03-01 10:00:00.123456+00", 17],
    [70.5, 1],
    [null, 2],
    ["ÿ/+?", "job:7"],
  ] as const) {
    const text = writeCursor("newest", key, id);
    expect(text).toMatch(/^[\w-]+$/);
    expect(readCursor(text, "newest")).toEqual({ key, id });
  }
  expect(readCursor(null, "newest")).toBeNull();
});

test("a cursor of another sort is refused as the caller's mistake", () => {
  const text = writeCursor("newest", 1, 1);
  expect(() => readCursor(text, "score")).toThrow(BadCursor);
  expect(() => readCursor(text, "score")).toThrow(DomainError);
});

test.each([
  "nonsense",
  "",
  forged(null),
  forged({ 0: "newest" }),
  forged(["newest"]),
  forged(["newest", 1, 1, 1]),
  forged(["newest", 1, -1]),
  forged(["newest", 1, 1.5]),
  forged(["newest", 1, null]),
  forged(["newest", { a: 1 }, 1]),
  forged(["newest", "a\u0000b", 1]),
  forged(["newest", 1e300, 1]),
  Buffer.from('["newest",1e999,1]').toString("base64url"),
])("a forged cursor is refused: %s", (text) => {
  expect(() => readCursor(text, "newest")).toThrow(BadCursor);
});

test("a key that PostgreSQL could not cast is refused", () => {
  const read = (key: string | number | null, kind: "time" | "number" | "text"): unknown =>
    readCursor(writeCursor("s", key, 1), "s", kind);
  expect(read("2026-02-28 10:00:00.1+00", "time")).toEqual({ key: "2026-02-28 10:00:00.1+00", id: 1 });
  expect(read("2026-02-28T10:00:00.000Z", "time")).toEqual({ key: "2026-02-28T10:00:00.000Z", id: 1 });
  for (const time of [
    "2026-02-30 10:00:00+00",
    "2026-13-01 10:00:00+00",
    "0000-01-01 10:00:00+00",
    "infinity",
    "2026-02-28 24:00:00+00",
    "",
    5,
    null,
  ])
    expect(() => read(time, "time"), String(time)).toThrow(BadCursor);
  expect(() => read("5", "number")).toThrow(BadCursor);
  expect(() => read(5, "text")).toThrow(BadCursor);
});

test("of one row too many a page only learns that there is another page", () => {
  const write = (row: number): string => `after ${row}`;
  expect(pageOf([1, 2, 3], 2, write)).toEqual({ items: [1, 2], next_cursor: "after 2" });
  expect(pageOf([1, 2], 2, write)).toEqual({ items: [1, 2], next_cursor: null });
  expect(pageOf([], 2, write)).toEqual({ items: [], next_cursor: null });
});
