import { resolveUrl } from "./resolve-url.ts";

/**
 * Resolves the relative references of HTML source against an xml:base, which is lost once the HTML has left its
 * feed (RFC 4287 section 2). Fragments and other schemes stay as they are.
 */
export function absoluteLinks(html: string, base: string): string {
  return html.replace(reference, (whole, before: string, quote: string, value: string) => {
    const isRelative = !/^(?:[a-z][a-z0-9+.-]*:|#|\s*$)/i.test(value);
    const url = isRelative ? resolveUrl(value, base) : null;
    return url === null ? whole : `${before}${quote}${url}${quote}`;
  });
}

const reference = /(\s(?:href|src|poster)\s{0,9}=\s{0,9})(["'])([^"'<>]{1,2000})\2/gi;
