import sanitizeHtml from "sanitize-html";
import { expect, test } from "vitest";

import { readFragment } from "../readable/read-fragment.ts";

const TAGS =
  "p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code samp kbd table thead tbody tfoot tr th td a strong b em i u s sub sup figure figcaption img time".split(
    " ",
  );
const ATTRIBUTES: Record<string, string[]> = {
  a: ["href"],
  img: ["alt"],
  time: ["datetime"],
  td: ["colspan", "rowspan"],
  th: ["colspan", "rowspan"],
};

/** What our output may consist of; entities and quoting are normalised by the oracle on both sides. */
function sanitised(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: TAGS,
    allowedAttributes: ATTRIBUTES,
    allowedSchemes: ["http", "https"],
    allowProtocolRelative: false,
    disallowedTagsMode: "discard",
  });
}

function parsedAsIs(html: string): string {
  return sanitizeHtml(html, { allowedTags: false, allowedAttributes: false, allowVulnerableTags: true });
}

const read = (html: string): string => readFragment(html, { url: "https://example.org/dir/page" }).html;

const ATTACKS: string[] = [
  "<script>alert(1)</script>text",
  "<scr<script>ipt>alert(1)</scr</script>ipt>",
  "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
  "<img src=x onerror=alert(1)>",
  '<img alt="x" src=x onerror="alert(1)">',
  "<img alt='\"><script>alert(1)</script>'>",
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\tscript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>',
  '<a href=" \u0001javascript:alert(1)">x</a>',
  '<a href="JaVaScRiPt&colon;alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="//evil.example/">protocol relative</a>',
  '<a href="https://e.org/?a=1&b=2&quot;onmouseover=alert(1)">x</a>',
  "<a href='https://e.org/\" onmouseover=\"alert(1)'>x</a>",
  '<a href="https://e.org" style="x:expression(alert(1))" onclick=alert(1) id=a class=b name=c data-x=1>x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>after',
  "<iframe><img src=x onerror=alert(1)></iframe>",
  "<object data=javascript:alert(1)><param name=a></object>after",
  "<embed src=javascript:alert(1)>after",
  "<svg><script>alert(1)</script></svg>after",
  "<svg onload=alert(1)>",
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=</style><img onerror=alert(1) src>",
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  "<template><img src=x onerror=alert(1)></template>after",
  "<template><script>alert(1)</script>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<!-- --!><img src=x onerror=alert(1)> -->",
  "<![CDATA[<img src=x onerror=alert(1)>]]>",
  "<?xml version='1.0'?><img src=x onerror=alert(1)>",
  "<style>@import 'javascript:alert(1)'</style><p style=\"background:url(javascript:alert(1))\">x</p>",
  "<textarea></textarea><img src=x onerror=alert(1)>",
  "<title><img src=x onerror=alert(1)></title>x",
  "<xmp><img src=x onerror=alert(1)></xmp>",
  "<plaintext><img src=x onerror=alert(1)>",
  "<noembed><img src=x onerror=alert(1)></noembed><noframes><script>alert(1)</script></noframes>",
  "<base href='javascript:alert(1)//'><a href='x'>x</a>",
  "<base href='https://evil.example/'><a href='x'>relative to the claimed base</a>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><link rel=stylesheet href=x>",
  "<form action=javascript:alert(1)><form><input type=image formaction=javascript:alert(1)><button>go</button></form>",
  "<isindex action=javascript:alert(1) type=image>",
  "<table background=javascript:alert(1)><tr><td background=x colspan='2\" onload=alert(1)'>x</td><td colspan=9999999>y</td></tr></table>",
  "<td>stray</td><tr><td>cells</td></tr><li>stray item</li><dd>stray",
  "<p><table><tr><p>x<td><table><tr><td>y</table>",
  "<b><p><i></b>x</p></i><a href=https://e.org><p>y<a href=https://f.org>z</a></p></a>",
  "<div/onmouseover='alert(1)'>x",
  "<img/src=`x`onerror=alert(1)>",
  "<a href=`javascript:alert(1)`>x</a>",
  '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
  "<<SCRIPT>alert(1);//<</SCRIPT>",
  "< script>alert(1)</ script>",
  "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;b&amp;gt;",
  "<pre><code>&lt;img src=x onerror=alert(1)&gt;</code></pre>",
  "<time datetime='\"><script>alert(1)</script>'>then</time>",
  '<a href="https://e.org/\u0000">null</a>\u0000<scr\u0000ipt>alert(1)</scr\u0000ipt>',
  "<details open ontoggle=alert(1)><summary>s</summary>x</details>",
  "<marquee onstart=alert(1)>x</marquee><video><source onerror=alert(1)></video><audio src onerror=alert(1)>",
  "<select><option><script>alert(1)</script></select><keygen autofocus onfocus=alert(1)>",
  "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
  "<custom-element onclick=alert(1)><slot>text</slot></custom-element>",
  "<ruby><rt><script>alert(1)</script></rt></ruby><bdo dir=rtl>x</bdo>",
  "<a href='https://e.org'><div><p>block in link</div></a>",
  "<h1><h2><p>nested <pre>blocks <ul><li>x</h1>",
  "<p title='a>b'>x</p a='</p>'><p/>y",
];

test.each(ATTACKS)("no payload survives: %s", (payload) => {
  const html = read(payload);
  const tags = [...html.matchAll(/<\/?([^\s>/]*)([^>]*)>/g)];
  for (const [, tag, rest] of tags) {
    expect(TAGS).toContain(tag);
    const names = [...(rest ?? "").matchAll(/\s([^\s=]+)="[^"<>]*"/g)].map((match) => match[1]);
    expect(` ${(rest ?? "").trim()}`.trimEnd().replace(/\s[a-z]+="[^"<>]*"/g, "")).toBe("");
    for (const name of names) expect(ATTRIBUTES[tag ?? ""] ?? []).toContain(name);
  }
  expect(html.replace(/<\/?[a-z][^>]*>/g, "")).not.toMatch(/[<>]/);
  expect(html).not.toMatch(/href="(?!https?:)/);
  expect(sanitised(html)).toBe(parsedAsIs(html));
});

test.each(ATTACKS)("reading our own output again changes nothing: %s", (payload) => {
  const once = read(payload);
  expect(read(once)).toBe(once);
});

test("structure that readers need is kept", () => {
  const html = read(`
    <div><h2 class="x">Title</h2>Loose text <b>bold</b> and <a href="../other?a=1&b=2">a link</a>.
    <p>One<br>two</p><ul><li>a<ul><li>b</li></ul></li></ul>
    <table><tr><th colspan=2>Hash</th></tr><tr><td>md5</td><td><code>d41d8</code></td></tr></table>
    <pre>  keep
    this</pre><figure><img src="x.png" alt="A chart"><figcaption>Caption</figcaption></figure>
    <time datetime="2026-01-02">today</time></div>`);
  expect(html).toContain(
    '<h2>Title</h2><p>Loose text <b>bold</b> and <a href="https://example.org/other?a=1&amp;b=2">a link</a>. </p>',
  );
  expect(html).toContain("<p>One<br>two</p><ul><li>a<ul><li>b</li></ul></li></ul>");
  expect(html).toContain('<th colspan="2">Hash</th>');
  expect(html).toContain("<td><code>d41d8</code></td>");
  expect(html).toContain("<pre>  keep\n    this</pre>");
  expect(html).toContain('<figure><img alt="A chart"><figcaption>Caption</figcaption></figure>');
  expect(html).toContain('<time datetime="2026-01-02">today</time>');
});
