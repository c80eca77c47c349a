/**
 * Turns XHTML source, as Atom carries it inline, into HTML source: without the obligatory div around it
 * (RFC 4287 section 3.1.1.3), without namespace prefixes, and with end tags where HTML needs them.
 */
export function xhtmlToHtml(markup: string): string {
  const plain = withoutPrefixes(markup).replace(selfClosing, (tag, name: string, attributes: string) =>
    voidElements.has(name.toLowerCase()) ? tag : `<${name}${attributes}></${name}>`,
  );
  return withoutOuterDiv(plain.trim());
}

const selfClosing = /<([a-z][a-z0-9-]*)((?:\s[^<>]*)?)\/>/gi;
const voidElements = new Set("area base br col embed hr img input link meta source track wbr".split(" "));

function withoutPrefixes(markup: string): string {
  const prefixes = new Set(["xhtml", "html", "h"]);
  for (const [, prefix] of markup.matchAll(
    /\sxmlns:([\w-]{1,20})\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/g,
  )) {
    if (prefix) prefixes.add(prefix);
  }
  return markup.replace(/<(\/?)([\w-]{1,20}):(?=[a-z])/gi, (tag, slash: string, prefix: string) =>
    prefixes.has(prefix) ? `<${slash}` : tag,
  );
}

function withoutOuterDiv(html: string): string {
  const open = /^<div(?:\s[^<>]*)?>/i.exec(html);
  if (!open || !/<\/div\s{0,20}>$/i.test(html.slice(-30))) return html;
  const inner = html.slice(open[0].length, html.lastIndexOf("</"));
  // "<div>a</div><div>b</div>" has no div around everything.
  let depth = 1;
  for (const [tag] of inner.matchAll(/<\/?div(?=[\s>/])/gi)) {
    depth += tag.startsWith("</") ? -1 : 1;
    if (depth === 0) return html;
  }
  return inner.trim();
}
