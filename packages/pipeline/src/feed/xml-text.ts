import { decodeHTMLStrict } from "entities/decode";

/**
 * Resolves XML, HTML and numeric character references once; windows-1252 numbers (&#150;) as HTML does.
 * An unknown name or a bare "&" stays as it stands, so nothing declared in a DOCTYPE can expand.
 */
export function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  // No replacement here makes a new "&", so these quick passes cannot decode anything twice.
  const quick = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"');
  if (!quick.includes("&")) return quick;
  return quick.replace(/&(?:#x?[0-9a-f]{1,8}|[a-z][a-z0-9]{1,31});/gi, decodeReference);
}

function decodeReference(reference: string): string {
  if (reference === "&amp;") return "&";
  const decoded = decodeHTMLStrict(reference);
  // A reference to no character ("&#0;") stands for nothing.
  return decoded === "\uFFFD" ? "" : decoded;
}

/** The text of an element's source: references resolved outside CDATA, comments dropped. */
export function elementText(raw: string): string {
  return cleanControls(
    raw.includes("<!") ? joinSections(raw, decodeEntities, (data) => data) : decodeEntities(raw),
  );
}

/** The markup of an element's source, for elements with elements inside: CDATA becomes escaped text. */
export function elementMarkup(raw: string): string {
  return cleanControls(raw.includes("<!") ? joinSections(raw, (text) => text, escapeHtml) : raw);
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Removes the control characters that XML forbids and PostgreSQL cannot hold, and halves of surrogate pairs. */
export function cleanControls(text: string): string {
  // oxlint-disable-next-line no-control-regex
  const clean = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, "");
  return clean.toWellFormed();
}

function joinSections(raw: string, text: (raw: string) => string, data: (raw: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < raw.length) {
    const mark = raw.indexOf("<!", at);
    const textEnd = mark === -1 ? raw.length : mark;
    if (textEnd > at) parts.push(text(raw.slice(at, textEnd)));
    if (mark === -1) break;
    const section = sectionAt(raw, mark);
    if (section.kind === "cdata") parts.push(data(raw.slice(mark + 9, section.end)));
    if (section.kind === "none") parts.push("<!");
    at = section.next;
  }
  return parts.join("");
}

function sectionAt(
  raw: string,
  at: number,
): { kind: "cdata" | "comment" | "none"; end: number; next: number } {
  const isCdata = raw.startsWith("<![CDATA[", at);
  if (!isCdata && !raw.startsWith("<!--", at)) return { kind: "none", end: at, next: at + 2 };
  const end = raw.indexOf(isCdata ? "]]>" : "-->", at + 4);
  const kind = isCdata ? "cdata" : "comment";
  return end === -1 ? { kind, end: raw.length, next: raw.length } : { kind, end, next: end + 3 };
}
