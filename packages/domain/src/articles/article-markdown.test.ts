import { expect, test } from "vitest";

import { articleMarkdown } from "./article-markdown.ts";
import type { ArticleDetail } from "./find-articles.ts";

const article: ArticleDetail = {
  id: 7,
  source: "northlab",
  title: "A title",
  url: "https://northlab.test/a",
  authors: ["Ada"],
  published_at: new Date("2026-11-20T10:00:00Z"),
  published_flag: null,
  collected_at: new Date("2026-11-20T11:00:00Z"),
  language: "en",
  word_count: 3,
  version: 1,
  text_source: "page",
  scrape_error: null,
  rejected_reason: null,
  quality: 50,
  hunt: 40,
  score: 61.5,
  story: null,
  twin_of: null,
  state: "new",
  starred: false,
  categories: [],
  canonical_url: null,
  summary: null,
  text: "One two three.",
  html: "",
  links: [],
  modified_at: null,
  changed_at: null,
  scrape_message: null,
  text_note: null,
  quality_parts: null,
  hunt_parts: null,
  first_because: null,
  twins: [],
  copies: [],
  versions: [],
};

const written = (changes: Partial<ArticleDetail>): string => articleMarkdown({ ...article, ...changes });

test("front matter, title and text stand one below the other", () => {
  expect(written({})).toMatch(
    /^---\nid: 7\ntitle: "A title"\nsource: "northlab"\n[^]*\nscore: 61.5\n[^]*\n---\n\n# A title\n\nOne two three\.\n$/,
  );
});

test("a title cannot leave the front matter or its line", () => {
  const text = written({ title: 'a"\n---\nadmin: true\n\u202E\u0085\n# b' });
  expect(text.split("\n---\n")).toHaveLength(2);
  expect(text).toContain(String.raw`title: "a\"\n---\nadmin: true\n\u202e\u0085\n# b"`);
  expect(text).toContain(String.raw`# a" --- admin: true \# b`);
});

test.each([
  ["<script>alert(1)</script>", String.raw`\<script\>alert(1)\</script\>`],
  ["[x](javascript:alert(1))", String.raw`\[x\](javascript:alert(1))`],
  ["![x](http://evil.test/p.png)", String.raw`\!\[x\](http\://evil.test/p.png)`],
  ["see http://evil.test and www.evil.test", String.raw`see http\://evil.test and www\.evil.test`],
  ["mail a@evil.test", String.raw`mail a\@evil.test`],
  ["# head", String.raw`\# head`],
  ["- item", String.raw`\- item`],
  ["1. item", String.raw`1\. item`],
  ["===", String.raw`\===`],
  ["    code", "code"],
  ["```\nrm -rf\n```", "\\`\\`\\`\nrm -rf\n\\`\\`\\`"],
  ["a\u001b[31mb\u202Ec", String.raw`a\[31mbc`],
  ["&lt; $x^2$ a|b ~~c~~", String.raw`\&lt; \$x\^2\$ a\|b \~\~c\~\~`],
])("of the text %j nothing is markup", (text, expected) => {
  expect(written({ text })).toContain(`\n\n${expected}\n`);
});
