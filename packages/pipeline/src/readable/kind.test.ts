import { expect, test } from "vitest";

import { parseHtml } from "../html/tree.ts";
import { guessKind, type PageKind } from "./kind.ts";
import { readMetadata } from "./metadata.ts";
import { segmentsOf } from "./segments.ts";

function kindOf(html: string, url: string): PageKind {
  const document = parseHtml(html);
  return guessKind(segmentsOf(document.root), readMetadata(document, url), url);
}

const typed = '<meta property="og:type" content="article">';
const words = "One more remark about the loader, which is longer than a dozen words, I should think. ";
const talk = Array.from({ length: 6 }, () => `<li class="comment"><p>${words.repeat(3)}</p></li>`).join("");

test("a page that is nearly all comments is a forum, even if it calls itself an article", () => {
  const html = `${typed}<div><h1><a href="/x">A link</a></h1><div><ol class="comments">${talk}</ol></div></div>`;
  expect(kindOf(html, "https://example.org/s/abc/a_link")).toBe("forum");
});

test("an article with comments below it stays an article", () => {
  const html = `${typed}<div><article>${`<p>${words.repeat(4)}</p>`.repeat(4)}</article><div><ol class="comments">${talk}</ol></div></div>`;
  expect(kindOf(html, "https://example.org/s/abc/a_post")).toBe("article");
});
