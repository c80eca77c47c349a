import { refang } from "@cti/pipeline/indicators/refang";

/** What somebody pasted as an address that can be asked; null when it is none. */
export function readAddress(text: string): string | null {
  const pasted = refang(text.trim())
    .replace(/^feed:(\/\/)?(?=https?:)/i, "")
    .replace(/^feed:\/\//i, "https://");
  if (pasted === "" || /\s/.test(pasted)) return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(pasted) ? pasted : `https://${pasted}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  const named = url.hostname.includes(".") || url.hostname.startsWith("[") || url.hostname === "localhost";
  return /^https?:$/.test(url.protocol) && named ? url.href : null;
}

/** A short name as the server would make it: lower case, digits and hyphens. */
export function slugOf(text: string): string {
  const slug = text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return /^\d*$/.test(slug) ? "" : slug;
}

/** `vendor, research` as tags, each once. */
export function readTags(text: string): string[] {
  const tags = text
    .split(",")
    .map((tag) => tag.trim().replace(/\s+/g, " "))
    .filter(Boolean);
  return [...new Set(tags)];
}
