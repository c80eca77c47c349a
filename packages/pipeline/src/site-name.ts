import { getDomain, getHostname } from "tldts";

/** The registrable domain of a URL (example.co.uk of news.example.co.uk), or its host where there is none. */
export function siteName(url: string): string | null {
  return registrableDomain(url) ?? getHostname(url);
}

/** The same, or null for addresses and names without a public suffix. */
export function registrableDomain(url: string): string | null {
  return getDomain(url, { allowPrivateDomains: true });
}
