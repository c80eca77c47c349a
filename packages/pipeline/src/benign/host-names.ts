import { domainToASCII } from "node:url";

/** A host name in lower case without the final dot, other scripts as Punycode; what is no host name stays as it is. */
export function asciiHost(name: string): string {
  const bare = name.endsWith(".") ? name.slice(0, -1) : name;
  if (isAscii(bare)) return bare;
  return domainToASCII(bare) || bare;
}

/** The host of a URL without its port, and whether the URL is the bare site; null where there is none. */
export function hostOfUrl(url: string): { host: string; isBare: boolean } | null {
  const scheme = url.indexOf("://");
  if (scheme < 0) return null;
  const from = scheme + 3;
  let to = from;
  let start = from;
  for (; to < url.length; to++) {
    const code = url.charCodeAt(to);
    if (code === SLASH || code === QUERY || code === FRAGMENT || code === BACKSLASH) break;
    if (code === AT) start = to + 1;
  }
  const isBare = to >= url.length - 1;
  const close = url.charCodeAt(start) === BRACKET ? url.indexOf("]", start) : -1;
  if (close > 0 && close < to) return { host: url.slice(start + 1, close), isBare };
  const port = url.indexOf(":", start);
  const end = port >= 0 && port < to ? port : to;
  return start < end ? { host: url.slice(start, end), isBare } : null;
}

const SLASH = 47;
const QUERY = 63;
const FRAGMENT = 35;
const BACKSLASH = 92;
const AT = 64;
const BRACKET = 91;

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
