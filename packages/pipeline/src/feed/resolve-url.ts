/** The absolute http or https address of a reference as feeds write it, or null if it has none. */
export function resolveUrl(reference: string, base: string): string | null {
  const trimmed = reference.trim();
  if (trimmed === "" || trimmed.length > MAX_LENGTH) return null;
  // "www.example.org/a" is an address somebody forgot the scheme of, not a file.
  const isHost = /^www\.[^/\s.]+\.[^/\s]/i.test(trimmed);
  const url = URL.parse(isHost ? `//${trimmed}` : trimmed, base);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
  return url.href;
}

const MAX_LENGTH = 8000;
