import { expect, test } from "vitest";

import { readRows } from "./remote/read-rows.ts";
import { type Page, walk } from "./walk.ts";

const numbers = (all: number, asked: Page[]): Parameters<typeof walk<number>>[1] => {
  return async (page) => {
    asked.push(page);
    const from = Number(page.cursor ?? 0);
    const items = Array.from({ length: Math.min(page.limit, all - from) }, (_, at) => from + at);
    const end = from + items.length;
    return { items, next_cursor: end < all ? String(end) : null };
  };
};

test("a list of more than a page is read page by page, up to what was asked for", async () => {
  const asked: Page[] = [];
  expect(await walk(450, numbers(1_000, asked))).toEqual(Array.from({ length: 450 }, (_, at) => at));
  expect(asked).toEqual([
    { limit: 200, cursor: null },
    { limit: 200, cursor: "200" },
    { limit: 50, cursor: "400" },
  ]);
});

test("a list ends where it ends, and a short page is not its end", async () => {
  expect(await walk(Infinity, numbers(201, []))).toHaveLength(201);
  const pages = [
    { items: [1], next_cursor: "a" },
    { items: [], next_cursor: "b" },
    { items: [2], next_cursor: null },
  ];
  expect(await walk(10, async () => pages.shift() ?? { items: [], next_cursor: null })).toEqual([1, 2]);
});

test("rows of a stream are found wherever it is cut", async () => {
  const rows = [{ title: "a\u2028b" }, { title: "ü" }, { title: "c\nd" }];
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  async function* cut(size: number): AsyncGenerator<string> {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  for (const size of [1, 3, 17, 1_000]) {
    const found: unknown[] = [];
    for await (const row of readRows(cut(size))) found.push(row);
    expect(found).toEqual(rows);
  }
});
