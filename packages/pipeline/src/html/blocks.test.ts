import { expect, test } from "vitest";

import { readFragment } from "../readable/read-fragment.ts";
import { blocksOf, blocksOfHtml, blocksOfText, columnAt, type TextBlock } from "./blocks.ts";
import { renderText } from "./text.ts";
import { parseHtml } from "./tree.ts";

/** Each block as "kind: text", with its columns and heading where it has some. */
function shown(text: string, blocks: TextBlock[]): string[] {
  return blocks.map(({ kind, start, end, columns, heading }) => {
    const below = heading === null ? "" : ` < ${heading}`;
    return `${kind}: ${text.slice(start, end)}${columns === null ? "" : ` [${columns.join(", ")}]`}${below}`;
  });
}

function ofHtml(html: string): string[] {
  const { text, blocks } = blocksOfHtml(html);
  expect(text).toBe(renderText(parseHtml(html).root));
  expectSound(text, blocks);
  return shown(text, blocks);
}

function ofText(text: string): string[] {
  const blocks = blocksOfText(text);
  expectSound(text, blocks);
  return shown(text, blocks);
}

function expectSound(text: string, blocks: TextBlock[]): void {
  const before = (at: number): number => blocks[at - 1]?.end ?? 0;
  expect(blocks.filter(({ start, end }, at) => start < before(at) || end <= start)).toEqual([]);
  expect(before(blocks.length)).toBeLessThanOrEqual(text.length);
}

test("HTML gives prose, headings, items and code, each below its heading", () => {
  expect(
    ofHtml(
      "<h2>Network</h2><p>It calls home.</p><ul><li>evil.example</li><li>two<br>lines<ul><li>inner</li></ul></li></ul>" +
        "<h3>Run</h3><pre>cmd /c whoami\nexit</pre><blockquote><p>Said they.</p></blockquote>",
    ),
  ).toEqual([
    "heading: Network",
    "prose: It calls home. < Network",
    "list: - evil.example < Network",
    "list: - two\n  lines < Network",
    "list:   - inner < Network",
    "heading: Run < Network",
    "code: cmd /c whoami\nexit < Run",
    "prose: Said they. < Run",
  ]);
});

test("a bold line is a heading unless it is a sentence or a value", () => {
  expect(
    ofHtml(
      "<p><strong>Indicators</strong></p><p><b>Hashes</b><br>44d88612</p><p><b>Patch this now.</b></p>" +
        "<p><b>evil[.]example</b></p><p><b>Note</b> that it runs.</p><p><code>net user /add</code></p>",
    ),
  ).toEqual([
    "heading: Indicators",
    "heading: Hashes < Indicators",
    "list: 44d88612 < Hashes",
    "prose: Patch this now. < Hashes",
    "prose: evil[.]example < Hashes",
    "prose: Note that it runs. < Hashes",
    "code: net user /add < Hashes",
  ]);
});

test("a short line that ends with a colon heads the list, table or code below it only", () => {
  expect(
    ofHtml(
      "<h2>Analysis</h2><p>C2 servers:</p><ul><li>192.0.2.1</li></ul><p>Then it slept.</p><p>Said: he</p>",
    ),
  ).toEqual([
    "heading: Analysis",
    "heading: C2 servers: < Analysis",
    "list: - 192.0.2.1 < C2 servers",
    "prose: Then it slept. < Analysis",
    "prose: Said: he < Analysis",
  ]);
});

test("table rows know their columns across spans", () => {
  expect(
    ofHtml(
      "<table><tr><th>Type</th><th colspan=2>Value</th><th>Note</th></tr>" +
        "<tr><td rowspan=2>IP</td><td>192.0.2.1</td><td>80</td><td>c2</td></tr>" +
        "<tr><td>192.0.2.2</td><td>443</td><td></td></tr><tr><td>URL</td><td colspan=2>x</td><td>y</td></tr></table>",
    ),
  ).toEqual([
    "table: Type | Value | Note",
    "table: IP | 192.0.2.1 | 80 | c2 [Type, Value, Value, Note]",
    "table: 192.0.2.2 | 443 |  [Value, Value, Note]",
    "table: URL | x | y [Type, Value, Note]",
  ]);
});

test("header rows are found without header cells, and labels where there is no header row", () => {
  expect(
    ofHtml(
      "<table><tr><td>Indicator</td><td>Type</td></tr><tr><td>a.example</td><td>Domain</td></tr></table>",
    ),
  ).toEqual(["table: Indicator | Type", "table: a.example | Domain [Indicator, Type]"]);
  expect(
    ofHtml("<table><tr><td>MD5</td><td>d41d8</td></tr><tr><td>Name</td><td>a.exe</td></tr></table>"),
  ).toEqual(["table: MD5 | d41d8 [, MD5]", "table: Name | a.exe [, Name]"]);
});

test("captions and rows of one cell head the rows of their table", () => {
  expect(
    ofHtml(
      "<h2>Indicators</h2><table><caption>Files</caption><tr><th>Name</th><th>MD5</th></tr><tr><td>a.exe</td><td>1</td></tr>" +
        "<tr><td colspan=2>Second stage</td></tr><tr><td>b.exe</td><td>2</td></tr></table><p>After.</p>",
    ),
  ).toEqual([
    "heading: Indicators",
    "heading: Files < Indicators",
    "table: Name | MD5 < Files",
    "table: a.exe | 1 [Name, MD5] < Files",
    "heading: Second stage < Indicators",
    "table: b.exe | 2 [Name, MD5] < Second stage",
    "prose: After. < Indicators",
  ]);
});

test("a table of one column is a table, and values in lines of their own are a list", () => {
  expect(
    ofHtml("<table><tr><th>Domains</th></tr><tr><td>a.example</td></tr><tr><td>b.example</td></tr></table>"),
  ).toEqual(["table: Domains", "table: a.example [Domains]", "table: b.example [Domains]"]);
  expect(ofHtml("<p>a.example</p><p>b.example</p><p>The end.</p>")).toEqual([
    "list: a.example",
    "list: b.example",
    "prose: The end.",
  ]);
  expect(ofHtml("<p>Its server:<br>a.example</p>")).toEqual([
    "heading: Its server:",
    "list: a.example < Its server",
  ]);
});

test("Markdown is read by its marks", () => {
  expect(
    ofText(
      "# Report\n\nIt spreads\nby mail.\n\n## Table\n| Type | Value |\n|------|:-----|\n| IP | 192.0.2.1 |\n\n" +
        "```sh\ncurl x\n\nrm -rf y\n```\n* one\n* two\n  goes on\n1. first",
    ),
  ).toEqual([
    "heading: # Report",
    "prose: It spreads\nby mail. < Report",
    "heading: ## Table < Report",
    "table: Type | Value < Table",
    "table: IP | 192.0.2.1 [Type, Value] < Table",
    "code: curl x\n\nrm -rf y < Table",
    "list: * one < Table",
    "list: * two\n  goes on < Table",
    "list: 1. first < Table",
  ]);
});

test("plain text and PDF are read by the looks of their lines", () => {
  expect(
    ofText(
      "EXECUTIVE SUMMARY\nThe group moved on.\n\nInitial access\n\nMail came in.\n\nIndicators of Compromise:\n192.0.2.1\nevil.example\n\n" +
        "File\tMD5\na.exe\td41d8cd98f00b204e9800998ecf8427e\n\nHost        Port\n192.0.2.7   8080\n192.0.2.8   8443\n\n" +
        "$ id\nPS C:\\Users> whoami\n# curl http://x\n\n    indented code\n\nBye.",
    ),
  ).toEqual([
    "heading: EXECUTIVE SUMMARY",
    "prose: The group moved on. < EXECUTIVE SUMMARY",
    "heading: Initial access < EXECUTIVE SUMMARY",
    "prose: Mail came in. < Initial access",
    "heading: Indicators of Compromise: < Initial access",
    "list: 192.0.2.1 < Indicators of Compromise",
    "list: evil.example < Indicators of Compromise",
    "table: File\tMD5 < Indicators of Compromise",
    "table: a.exe\td41d8cd98f00b204e9800998ecf8427e [File, MD5] < Indicators of Compromise",
    "table: Host        Port < Indicators of Compromise",
    "table: 192.0.2.7   8080 [Host, Port] < Indicators of Compromise",
    "table: 192.0.2.8   8443 [Host, Port] < Indicators of Compromise",
    "code: $ id\nPS C:\\Users> whoami\n# curl http://x < Indicators of Compromise",
    "code: indented code < Indicators of Compromise",
    "prose: Bye. < Initial access",
  ]);
});

test("prose stays prose: double blanks after a full stop, one bar, one tab, a quoted sentence", () => {
  expect(ofText("It ran.  It hid.\nIt left.  It was gone.")).toHaveLength(1);
  expect(
    ofText("Either a | b or none of both.\n\nOne\ttab here.\n\n> The group said it would be back."),
  ).toEqual([
    "prose: Either a | b or none of both.",
    "prose: One\ttab here.",
    "prose: > The group said it would be back.",
  ]);
});

test("many short lines after each other are no headings", () => {
  expect(ofText("Home\n\nAbout us\n\nContact\n\nImprint\n\nThe text.")).not.toContainEqual(
    expect.stringMatching(/^heading/),
  );
});

test("a column is found at an offset of a row in every style", () => {
  for (const text of [
    "Type | Value\nIP | 192.0.2.1",
    "|Type|Value|\n|--|--|\n|IP|192.0.2.1|",
    "| Type | Value |\n|---|---|\n| IP | 192.0.2.1 |",
    "Type\tValue\nIP\t192.0.2.1",
    "Type   Value\nIP     192.0.2.1",
  ]) {
    const at = text.indexOf("192");
    const row = blocksOfText(text).find(({ start, end }) => start <= at && at < end);
    expect(row && columnAt(text, row, at)).toBe("Value");
    expect(row && columnAt(text, row, text.indexOf("IP"))).toBe("Type");
  }
});

test("blocks of a stored article are those of its HTML, also where white space differs", () => {
  const html =
    "<h2>Files</h2><table><tr><th>Name</th><th>MD5</th></tr><tr><td>a.exe</td><td>1</td></tr></table><p>One.</p>";
  const { text } = blocksOfHtml(html);
  expect(blocksOf(text, html)).toEqual(blocksOfHtml(html).blocks);
  const other = `${text.replace("\n\nOne.", "\nOne.")}\n\n- found\n- by looks`;
  expect(shown(other, blocksOf(other, html))).toEqual([
    "heading: Files",
    "table: Name | MD5 < Files",
    "table: a.exe | 1 [Name, MD5] < Files",
    "prose: One. < Files",
    "list: - found < Files",
    "list: - by looks < Files",
  ]);
});

test("plain text that is stored as one pre is read by its looks", () => {
  const text = "# Title\n\na < b & c";
  const blocks = blocksOf(text, "<pre># Title\n\na &lt; b &amp; c</pre>");
  expect(shown(text, blocks)).toEqual(["heading: # Title", "prose: a < b & c < Title"]);
  expect(shown(text, blocksOf(text, null))).toEqual(["heading: # Title", "prose: a < b & c < Title"]);
});

test("any HTML and any text give sound blocks and the same text as without them", () => {
  const random = randomFrom(7);
  const tags =
    "p div b strong br ul ol li table tr td th caption thead pre h2 code blockquote dl dt dd span a".split(
      " ",
    );
  const words = [
    "a",
    "evil.example",
    "C2:",
    " ",
    "\n",
    "192.0.2.1",
    "x | y",
    "- z",
    "#",
    "    ",
    "\t",
    "```",
    "|",
    "&amp;",
  ];
  for (let round = 0; round < 400; round++) {
    const parts = Array.from({ length: 40 }, () => {
      const tag = tags[Math.floor(random() * tags.length)] ?? "p";
      const word = words[Math.floor(random() * words.length)] ?? "a";
      return random() < 0.4 ? word : random() < 0.6 ? `<${tag}>${word}` : `</${tag}>`;
    });
    const raw = parts.join("");
    expect(ofHtml(raw).length + ofText(raw.replaceAll("<p>", "\n")).length).toBeGreaterThan(0);
    const stored = readFragment(raw, { url: "https://example.org/" });
    expectSound(stored.text, blocksOf(stored.text, stored.html));
    expectSound(raw, blocksOf(raw, stored.html));
  }
});

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
