import { httpUrl } from "../http-url.ts";

/** An absolute http or https address without its fragment, or null. */
export function resolveUrl(href: string, base: string): string | null {
  const url = httpUrl(href, base);
  if (!url) return null;
  url.hash = "";
  return url.href;
}
