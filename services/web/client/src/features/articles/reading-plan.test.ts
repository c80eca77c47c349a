import { expect, test } from "vitest";

import { planReading, stretchesOf } from "./reading-plan.ts";

const html = `<h2>Indicators</h2><p>These were seen:</p><ul><li>one <b>two</b></li><li>three</li></ul>
<pre><code>powershell -enc AAA
more</code></pre><table><tr><th>Type</th><th>Value</th></tr><tr><td>IPv4</td><td>203.0.113.7</td></tr></table>`;
const text = `Indicators

These were seen:

- one two
- three

powershell -enc AAA
more

Type | Value
IPv4 | 203.0.113.7`;

test("headings, lists, code and tables are told apart", () => {
  const groups = planReading(text, html).flatMap((section) => section.groups);
  expect(groups.map(({ kind }) => kind)).toEqual(["heading", "heading", "list", "code", "table"]);
  const [, , list, code, table] = groups;
  expect(list?.kind === "list" && list.items.map(({ start, end }) => text.slice(start, end))).toEqual([
    "one two",
    "three",
  ]);
  expect(code && text.slice(code.span.start, code.span.end)).toBe("powershell -enc AAA\nmore");
  expect(
    table?.kind === "table" &&
      table.rows.map(({ head, cells }) => [head, cells.map(({ start, end }) => text.slice(start, end))]),
  ).toEqual([
    [true, ["Type", "Value"]],
    [false, ["IPv4", "203.0.113.7"]],
  ]);
});

test("stretches stand in order and apart, within the text", () => {
  const stretches = planReading(text, html).flatMap(stretchesOf);
  let last = 0;
  for (const { start, end } of stretches) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    last = end;
  }
  expect(last).toBe(text.length);
});

test("a text without HTML is laid out by its looks", () => {
  const kinds = planReading("1. first item\n2. second item\n\nA paragraph of some words.", "")
    .flatMap(({ groups }) => groups)
    .map((group) => (group.kind === "list" ? group.items.map(({ number }) => number) : group.kind));
  expect(kinds).toEqual([["1.", "2."], "prose"]);
});

test("a very long text is cut into many sections that lose nothing but white space", () => {
  const long = `${"Words of a report that goes on. ".repeat(40)}\n\n`.repeat(1_000);
  const sections = planReading(long, `<p>${long}</p>`);
  expect(sections.length).toBeGreaterThan(100);
  const drawn = sections
    .flatMap(stretchesOf)
    .map(({ start, end }) => long.slice(start, end))
    .join("");
  expect(drawn.replaceAll(/\s/g, "")).toBe(long.replaceAll(/\s/g, ""));
});

test("one line of a megabyte is drawn in parts", () => {
  const parts = planReading("word ".repeat(200_000), "").flatMap(stretchesOf);
  expect(Math.max(...parts.map(({ start, end }) => end - start))).toBeLessThanOrEqual(8_001);
});

test("an empty text has nothing to draw", () => {
  expect(planReading("", "")).toEqual([]);
});
