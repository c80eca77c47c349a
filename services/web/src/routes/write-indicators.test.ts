import * as words from "@cti/contract/entity-words";
import type { EntityLine } from "@cti/domain/entities/entity-line";
import { indicatorTypes, nameTypes } from "@cti/pipeline/entities/entity-types";
import { mentionStatuses, roles } from "@cti/pipeline/entities/mention";
import { expect, test } from "vitest";

import { type IndicatorFormat, writeIndicators } from "./write-indicators.ts";

const at = new Date("2026-03-10T10:00:00Z");
const line = (value: string, more: Partial<EntityLine> = {}): EntityLine => ({
  id: 1,
  type: "file_name",
  value,
  label: null,
  external_id: null,
  status: "indicator",
  role: null,
  confidence: 0.5,
  benign: null,
  mentioned_in: 1,
  articles: 1,
  sources: 1,
  estimated: false,
  first_seen: at,
  last_seen: at,
  ...more,
});

async function written(batches: EntityLine[][], format: IndicatorFormat, defanged = false): Promise<string> {
  async function* given(): AsyncGenerator<EntityLine[]> {
    yield* batches;
  }
  let text = "";
  for await (const piece of writeIndicators(given(), { format, defanged })) text += piece;
  return text;
}

test.each(["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"])(
  "a CSV cell that a spreadsheet would run gets an apostrophe in front: %j",
  async (value) => {
    const [, row = ""] = (await written([[line(value)]], "csv")).split(/\r\n(?=file_name)/);
    expect(row.replace(/^file_name,"?/, "").startsWith("'")).toBe(true);
  },
);

test("quotes, commas and line ends in a CSV cell stay inside of it", async () => {
  expect(await written([[line('a"b,c\nd')]], "csv")).toContain('file_name,"a""b,c\nd",');
});

test("JSON of several batches is one array, and of none an empty one", async () => {
  expect(JSON.parse(await written([[line("a"), line("b")], [], [line("c")]], "json"))).toHaveLength(3);
  expect(JSON.parse(await written([], "json"))).toEqual([]);
});

test("in a plain list a value takes one line, whatever it holds", async () => {
  expect(await written([[line("a\nb\u2028c"), line("d")]], "text")).toBe("a\ufffdb\ufffdc\nd\n");
});

test("defanged values are links no more", async () => {
  const rows = [[line("https://cdn.test/a", { type: "url" })]];
  expect(await written(rows, "text", true)).toBe("hxxps://cdn[.]test/a\n");
});

test("the contract has the words of the extractor", () => {
  expect(words.indicatorTypes).toEqual(indicatorTypes);
  expect(words.nameTypes).toEqual(nameTypes);
  expect(words.mentionRoles).toEqual(roles);
  expect(words.mentionStatuses).toEqual([...mentionStatuses, "rejected"]);
});
