import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { readPage } from "./read-page.ts";

const repeat = (part: string, megabytes: number): string =>
  part.repeat(Math.ceil((megabytes * 1e6) / part.length));

test.each([
  ["deep text", repeat("<div>some words here, and more. ", 3)],
  ["deep lists", repeat("<div class='a b'><p>hello world, this is text. <ul><li>", 2)],
  ["a hundred thousand paragraphs", repeat("<p>The same paragraph of text here, for all of them.</p>", 4)],
  ["a huge table", `<table>${repeat("<tr><td>a b</td><td>c</td></tr>", 2)}`],
  ["lists in lists", repeat("<ul><li>word ", 2)],
  ["definition lists in each other", repeat("<dl><dt>a<dd>b", 2)],
  ["links only", repeat("<a href='https://a.example/b'>link text</a> ", 3)],
  ["dots", `<p>${repeat("a.a.a.", 4)}`],
  ["blanks", `<p>${repeat(" ", 4)}x`],
  ["zero-width characters", `<p>${repeat("\u200b\u00ad ", 3)}`],
  [
    "many different names",
    Array.from({ length: 60_000 }, (_, at) => `<p class="c${at} d${at}">word here`).join(""),
  ],
  ["title separators", `<title>${repeat(" - ", 1)}</title>`],
  ["nested JSON-LD", `<script type="application/ld+json">${repeat("[", 0.9)}</script>`],
  [
    "a list of authors",
    `<script type="application/ld+json">{"@type":"Article","author":[${repeat('{"@type":"A"},', 0.9)}{}]}</script>`,
  ],
])("hostile page of %s costs bounded time", (_name, html) => {
  const spent = processorClock();
  const page = readPage(html, { url: "https://example.org/" });
  expect(spent()).toBeLessThan(4_000);
  expect(page.text.length).toBeLessThanOrEqual(6_000_000);
});
