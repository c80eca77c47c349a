import { expect, test } from "vitest";

import { passageOf, passageText, type Passage } from "./passage.ts";

test("a place of an article comes back from its address as it was", () => {
  const passages: Passage[] = [
    { field: "text", spans: [{ start: 120, end: 180 }] },
    {
      field: "text",
      spans: [
        { start: 0, end: 4 },
        { start: 9, end: 12 },
      ],
    },
    { field: "title", spans: [{ start: 0, end: 12 }] },
  ];
  expect(passages.map((passage) => passageOf(passageText(passage)))).toEqual(passages);
  expect(passages.map(passageText)).toEqual(["120-180", "0-4,9-12", "title:0-12"]);
});

test("what names no place is none", () => {
  for (const text of [undefined, "", "2", "9-9", "9-3", "a-b", "1-2;", "title:", "1-2,", "-1-4"])
    expect(passageOf(text)).toBeNull();
});
