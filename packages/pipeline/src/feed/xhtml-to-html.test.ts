import { expect, test } from "vitest";

import { xhtmlToHtml } from "./xhtml-to-html.ts";

test.each([
  ['<div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div>', "<p>x</p>"],
  ['<x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>x</x:p></x:div>', "<p>x</p>"],
  ["<div>a</div><div>b</div>", "<div>a</div><div>b</div>"],
  ["<div><div>a</div></div>", "<div>a</div>"],
  ['<a name="x"/><br/><p class="y" />', '<a name="x"></a><br/><p class="y" ></p>'],
])("%j is %j in HTML", (xhtml, html) => {
  expect(xhtmlToHtml(xhtml)).toBe(html);
});
