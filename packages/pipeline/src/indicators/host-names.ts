import { domainToASCII } from "node:url";

import { isAlnum } from "./char-classes.ts";

/** The host in lower case, foreign letters in punycode; null when the labels cannot be a name. */
export function hostValue(written: string): string | null {
  const lower = written.toLowerCase();
  let isForeign = false;
  let label = 0;
  for (let at = 0; at < lower.length; at++) {
    const code = lower.charCodeAt(at);
    if (code === 46) {
      if (label === 0 || lower.charCodeAt(at - 1) === 45) return null;
      label = 0;
      continue;
    }
    if (code >= 128) isForeign = true;
    else if (!isAlnum(code) && code !== 95 && (code !== 45 || label === 0)) return null;
    if (++label > 63) return null;
  }
  if (label < 2 || lower.length > 253 || !lower.includes(".")) return null;
  if (!isForeign) return lower;
  const ascii = domainToASCII(lower);
  return ascii === "" ? null : ascii;
}

/** Whether the host has a last label that can be one, whether or not it is public. */
export function isHostName(host: string): boolean {
  return /\.(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59})$/.test(host);
}
