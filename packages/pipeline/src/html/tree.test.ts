import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { renderText } from "./text.ts";
import { LIMITS, parseHtml, type HtmlElement } from "./tree.ts";

const text = (html: string): string => renderText(parseHtml(html).root);

function shape(node: HtmlElement): string {
  const inside = node.children
    .map((child) => (typeof child === "string" ? child.trim() : shape(child)))
    .join("");
  return `${node.tag}(${inside})`;
}

test("end tags that HTML lets one leave out are implied", () => {
  expect(shape(parseHtml("<p>a<p>b<ul><li>c<li>d</ul><dl><dt>e<dd>f</dl>").root)).toBe(
    "body(p(a)p(b)ul(li(c)li(d))dl(dt(e)dd(f)))",
  );
  expect(shape(parseHtml("<table><tr><td>a<td>b<tr><td>c</table>d").root)).toBe(
    "body(table(tr(td(a)td(b))tr(td(c)))d)",
  );
});

test("a stray end tag does not close what is around it", () => {
  expect(shape(parseHtml("<div><table><tr><td></div>a</td></tr></table>b</div>c").root)).toBe(
    "body(div(table(tr(td(a)))b)c)",
  );
  expect(shape(parseHtml("<div><span>a</b></i>b</div>").root)).toBe("body(div(span(ab)))");
});

test("comments, CDATA, processing instructions and raw text hold no text", () => {
  expect(text("a<!-- <p>no --><!-->b<!--->c<![CDATA[ no ]]><?xml no ?><script>'<p>no'</script>d")).toBe(
    "abcd",
  );
  expect(
    text("a<style>no</style><template><p>no</template><svg><text>no</text></svg><noscript><p>no</noscript>b"),
  ).toBe("ab");
});

test("an unclosed drawing ends where the page goes on", () => {
  expect(text("<svg><path><p>text after</p>")).toBe("text after");
});

test("character references are decoded once, in text and attributes", () => {
  expect(text("&lt;b&gt; &amp;amp; caf&eacute; &#x1F600; AT&T &nbsp;x")).toBe("<b> &amp; café 😀 AT&T x");
});

test("text keeps paragraphs, items, rows, headings and code apart", () => {
  expect(
    text(`<h2>Head</h2><p>One
      two<br>three</p><ul><li>a</li><li>b <b>c</b><p>d</p><ul><li>e</li></ul></li></ul>
      <table><tr><th>Type</th><th>Value</th></tr><tr><td>md5</td><td>d41d8<br>x</td></tr></table>
      <pre>if x:
    y()</pre>`),
  ).toBe("Head\n\nOne two\nthree\n\n- a\n- b c\n  d\n  - e\n\nType | Value\nmd5 | d41d8 x\n\nif x:\n    y()");
});

test("a table that only lays out the page is read as its paragraphs", () => {
  expect(text("<table><tr><td><h1>Title</h1><p>One.</p></td><td><p>Two.</p></td></tr></table>")).toBe(
    "Title\n\nOne.\n\nTwo.",
  );
});

test("controls and hidden inline text are not text", () => {
  expect(
    text(
      'a<select><option>no</select><span hidden>no</span><i style="display: none">no</i><textarea>no</textarea>b',
    ),
  ).toBe("ab");
});

test("depth, nodes and text are bounded, and what was cut is told", () => {
  const deep = parseHtml(`${"<div>".repeat(1_000)}deep${"</div>".repeat(1_000)}after`);
  expect(renderText(deep.root)).toBe("deep\n\nafter");
  expect(deep.oversize).toBe(true);
  const wide = parseHtml("<p>x".repeat(LIMITS.nodes));
  expect(wide.oversize).toBe(true);
  expect(wide.root.children.length).toBeLessThanOrEqual(LIMITS.nodes);
  const long = parseHtml(`<p>${"x".repeat(LIMITS.text + 1)}`);
  expect(long.oversize).toBe(true);
  expect(parseHtml("<p>small").oversize).toBe(false);
});

test("the first of two equal attributes wins and long data: URIs go", () => {
  const { root } = parseHtml(
    `<a href="https://a.example" href="https://b.example" CLASS='x  y' id=z>t</a><a href="data:x,${"y".repeat(2_000)}">u</a>`,
  );
  const [first, second] = root.children as HtmlElement[];
  expect(first?.attributes).toEqual(["href", "https://a.example", "class", "x  y", "id", "z"]);
  expect(first?.hints).toBe("x  y z");
  expect(second?.attributes).toEqual([]);
});

const repeat = (part: string, megabytes: number): string =>
  part.repeat(Math.ceil((megabytes * 1e6) / part.length));

test.each([
  ["nested tags", "<div>".repeat(200_000)],
  ["unclosed tags", repeat("<p>", 3)],
  ["unclosed inline tags with text", repeat("<b>x", 3)],
  ["stray end tags below deep inline tags", `${"<b>".repeat(250)}${repeat("</i>", 3)}`],
  ["end tags shielded by deep inline tags", `<i><div>${"<b>".repeat(240)}${repeat("</i>", 3)}`],
  ["many attributes on one tag", `<p ${repeat("a=b ", 3)}>x`],
  ["many class names", `<p class="${repeat("foo-bar ", 3)}">x`],
  ["a huge attribute", `<p title="${repeat("x", 3)}">x`],
  ["unclosed comments", repeat("<!--", 3)],
  ["unclosed scripts", repeat("<script>", 3)],
  ["half-closed scripts", repeat("<script></script", 3)],
  ["unclosed quotes", repeat("<a b='", 3)],
  ["angle brackets", repeat("<", 3)],
  ["references that are none", repeat("&", 3)],
  ["nested tables", repeat("<table><tr><td>", 3)],
  ["drawings", repeat("<svg><p>", 3)],
])("%s cost linear time", (_name, html) => {
  const spent = processorClock();
  parseHtml(html);
  expect(spent()).toBeLessThan(3_000);
});
