import { httpUrl } from "../http-url.ts";

/** The absolute http or https address of a reference as feeds write it, or null if it has none. */
export function resolveUrl(reference: string, base: string): string | null {
  // "www.example.org/a" is an address somebody forgot the scheme of, not a file.
  const isHost = /^\s*www\.[^/\s.]+\.[^/\s]/i.test(reference);
  return httpUrl(isHost ? `//${reference.trim()}` : reference, base)?.href ?? null;
}
