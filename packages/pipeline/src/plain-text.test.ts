import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { plainText } from "./plain-text.ts";

test.each([
  ["plain", "plain"],
  ["<b>Bold</b> move", "Bold move"],
  ["one<br>two<p>three</p>four", "one two three four"],
  ["in<b>si</b>de", "inside"],
  ["AT&amp;T &eacute; &#8217; &#150; &nbsp; x", "AT&T é ’ – x"],
  ["a < b and c > d", "a < b and c > d"],
  ["x <!-- gone --> y", "x y"],
  ["x<script>alert('<b>')</script>y<style>p{}</style>z", "x y z"],
  ['<a title="a > b" href=x>link</a>', "link"],
  ["un<b", "un<b"],
  ["  two\n\tlines\u2028end ", "two lines end"],
  ["\u0000nul\u0007 \u202Eoverride\u202C zero\u200Bwidth \u{E0041}tag", "nul override zerowidth tag"],
  ["👩‍💻 keeps its joiner", "👩‍💻 keeps its joiner"],
  ["half \uD83D pair", "half \uFFFD pair"],
])("%j is %j", (html, expected) => {
  expect(plainText(html)).toBe(expected);
});

test.each(["<", "<a ", '<a b="', "<!--", "<script>", '<a b="<a" c=', "&", "&#", "</"])(
  "%j repeated without end is read in bounded time",
  (piece) => {
    const spent = processorClock();
    plainText(piece.repeat(200_000));
    expect(spent()).toBeLessThan(5000);
  },
);
