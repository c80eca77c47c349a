import { expect, test } from "vitest";
import type { Document } from "../analysis.ts";
import { findQuote, findQuotePlaces, indexQuotes } from "./find-quote.ts";

function documentOf(text: string, title = "A title of its own"): Document {
  return { articleId: 7, title, text, source: "Example", publishedAt: null, language: "en" };
}

/** What the found spans say; null where nothing is found. */
function found(quote: string, text: string, title?: string): string[] | null {
  const document = documentOf(text, title);
  const spans = findQuote(quote, document);
  return spans && spans.map(({ field, start, end }) => document[field].slice(start, end));
}

const same: [name: string, quote: string, text: string, matched: string][] = [
  [
    "white space and line ends",
    "the group  stole\nfiles",
    "Then the group stole\u00a0files.",
    "the group stole\u00a0files",
  ],
  [
    "quotation marks of all kinds",
    `named "Task" and 'Job'`,
    "It was named „Task“ and «Job».",
    "named „Task“ and «Job",
  ],
  ["dashes", "data - all of it - was lost", "The data—all of it—was lost.", "data—all of it—was lost"],
  ["hyphens at a line's end", "a malware family", "It is a mal-\nware family.", "a mal-\nware family"],
  [
    "soft hyphens at a line's end",
    "a malware family",
    "It is a mal\u00ad\nware family.",
    "a mal\u00ad\nware family",
  ],
  [
    "hyphens that end a line in a compound",
    "a command-and-control server",
    "Uses a command-\nand-control server.",
    "a command-\nand-control server",
  ],
  ["zero-width characters", "the group stole", "the gr\u200boup st\ufeffole", "the gr\u200boup st\ufeffole"],
  [
    "Markdown that a model adds",
    "the **group** stole `files.zip`",
    "the group stole files.zip",
    "the group stole files.zip",
  ],
  ["case", "THE GROUP Stole", "the group stole it", "the group stole"],
  ["punctuation at the ends", "“(the group stole it.)”", "the group stole it and ran", "the group stole it"],
  [
    "HTML entities in the text",
    "files & folders of R&D",
    "files &amp; folders of R&#38;D",
    "files &amp; folders of R&#38;D",
  ],
  [
    "HTML entities in the quote",
    "files &amp; folders &quot;x&quot; were",
    "files & folders “x” were",
    "files & folders “x” were",
  ],
  [
    "a refanged quote",
    "connects to http://evil.com/a at 1.2.3.4",
    "connects to hxxp://evil[.]com/a at 1[.]2[.]3[.]4",
    "connects to hxxp://evil[.]com/a at 1[.]2[.]3[.]4",
  ],
  [
    "a defanged quote",
    "connects to evil[.]com and a[@]b[.]com",
    "connects to evil.com and a@b.com",
    "connects to evil.com and a@b.com",
  ],
  ["other letters of the same shape", "ﬁles of Ａ", "files of A", "files of A"],
  ["composed and decomposed accents", "cafe\u0301 opened", "Der café opened", "café opened"],
  [
    "paths with doubled backslashes",
    "C:\\\\Users\\\\a.exe was run",
    "C:\\Users\\a.exe was run",
    "C:\\Users\\a.exe was run",
  ],
  [
    "cells of tables",
    "Domain evil.com download",
    "| Domain | evil[.]com | download |",
    "Domain | evil[.]com | download",
  ],
  ["a blank before French marks", "il dit: « oui »", "Et il dit : « oui ».", "il dit : « oui"],
  ["a missing blank after a full stop", "was lost", "All was lost.The group left.", "was lost"],
  ["scripts without blanks", "恶意软件连接", "该恶意软件连接到服务器", "恶意软件连接"],
];

test.each(same)("a quote is found in spite of %s", (_name, quote, text, matched) => {
  expect(found(quote, text)).toEqual([matched]);
});

const other: [name: string, quote: string, text: string][] = [
  ["a word", "the group sold files", "the group stole files"],
  ["a number", "copied 41 GB of mail", "copied 40 GB of mail"],
  ["a digit more", "connects to 1.2.3.4", "connects to 1.2.3.45"],
  ["a digit less of a grouped number", "stole 1", "stole 1,200 files"],
  ["the label before a host", "talks to evil.com", "talks to evil.com.au"],
  ["the hyphen of a host", "evilcorp.com is bad", "evil-corp.com is bad"],
  ["the end of a word", "the attack", "the attackers"],
  ["a word left out without a mark", "the group files", "the group stole files"],
  ["the order", "files the group stole", "the group stole files"],
  ["a comma", "No, servers were hit", "No servers were hit"],
];

test.each(other)("nothing is found where the quote changes %s", (_name, quote, text) => {
  expect(found(quote, text)).toBeNull();
});

test("words may be left out with a mark, in order and within a paragraph", () => {
  const text =
    "First the group stole all data of the firm. It then left the network.\n\nNobody saw it go away.";
  const parts = ["the group stole", "then left the network"];
  expect(found("the group stole … then left the network", text)).toEqual(parts);
  expect(found("the group stole [...] then left the network", text)).toEqual(parts);
  expect(found("… the group stole ...", text)).toEqual(["the group stole"]);
  expect(found("then left the network ... the group stole", text)).toBeNull();
  expect(found("the group ... then left the network", text)).toBeNull();
  const far = `the group stole data. ${"It was so. ".repeat(60)}\n\nThen it left the network.`;
  expect(found("the group stole data ... it left the network", far)).toBeNull();
});

test("the title is a field of its own", () => {
  const document = documentOf("Nothing here.", "A worm in the registry");
  expect(findQuote("worm in the registry", document)).toEqual([
    { articleId: 7, field: "title", start: 2, end: 22 },
  ]);
});

test("every place is found, up to a limit", () => {
  const index = indexQuotes(documentOf("the worm spread and the worm died and the worm rose"));
  expect(findQuotePlaces("the worm", index, 2)).toHaveLength(2);
  expect(findQuotePlaces("the worm", index, 9)).toHaveLength(3);
});

test("hostile quotes and texts are harmless", () => {
  const odd = [
    "",
    " ",
    "…",
    "\0",
    "\ud800",
    "\udc00\ud800",
    "a".repeat(1_000_000),
    "&#x110000;&#0;",
    "***",
    "\u200b",
  ];
  const texts = [
    "",
    "\0\0",
    "\ud800 lone \udc00",
    "a ".repeat(5_000),
    "e\u0301\u0301\u0301".repeat(500),
    "-\n".repeat(2_000),
  ];
  for (const quote of odd)
    for (const text of texts)
      for (const span of findQuote(quote, documentOf(text, "")) ?? [])
        expect(span.end).toBeGreaterThan(span.start);
});

test("spans always lie within the text and hold the quote's words", () => {
  const text = "“Zo\u00eb’s” mal-\nware &amp; hxxp://e[.]com/x …\u200b 𝔘𝔫𝔦 ﬁn. \ud83d\ude00 Ünïcödé • a — b";
  for (let start = 0; start < text.length; start += 1)
    for (let end = start + 1; end <= text.length; end += 3)
      for (const span of findQuote(text.slice(start, end), documentOf(text, "")) ?? []) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(text.length);
        expect(span.start).toBeLessThan(span.end);
      }
});

test.each([
  ["The group says it's behind it", "The group says it is behind it.", "The group says it is behind it"],
  ["They do not use mail", "They don’t use mail.", "They don’t use mail"],
  ["It cannot be reached", "It can't be reached.", "It can't be reached"],
])("a contraction is found as what it stands for: %s", (quote, text, matched) => {
  expect(found(quote, text)).toEqual([matched]);
});

test("a contraction stands for nothing else", () => {
  expect(found("It's key was stolen", "It has key was stolen")).toBeNull();
  expect(found("They don't use mail", "They use mail")).toBeNull();
});

test("a long quote may be cut within its last word, not within a value", () => {
  const text = "If the server cannot be reached it asks for names of example-host.net and 203.0.113.77.";
  expect(found("If the server cannot be reached it asks for na", text)).toEqual([
    "If the server cannot be reached it asks for names",
  ]);
  expect(found("it asks for na", text)).toBeNull();
  expect(found("If the server cannot be reached it asks for names of exam", text)).toBeNull();
  expect(
    found("If the server cannot be reached it asks for names of example-host.net and 203.0.113.7", text),
  ).toBeNull();
});
