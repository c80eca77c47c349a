const maxLength = 8_192;

/** The http or https URL that a reference means on a page (RFC 3986 §5), or null for anything else. */
export function httpUrl(reference: string, base: string): URL | null {
  const trimmed = reference.trim();
  if (trimmed === "" || trimmed.length > maxLength) return null;
  const url = URL.parse(trimmed, base);
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url : null;
}
