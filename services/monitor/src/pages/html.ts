/** Markup that is safe to send as it is. */
export type Html = { readonly html: string };

type Part = Html | string | number | null | undefined | false | readonly Html[];

/** A template of markup: values are escaped unless they are markup themselves; empty ones leave nothing. */
export function html(texts: TemplateStringsArray, ...parts: Part[]): Html {
  return { html: texts.map((text, at) => text + (at < parts.length ? render(parts[at]) : "")).join("") };
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return escape(part);
  if ("html" in part) return part.html;
  return part.map((entry) => entry.html).join("");
}

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Characters that steer a screen, or turn the direction of writing, become a visible mark. */
function escape(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => escapes[character] ?? "")
    .replaceAll(/(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, "\ufffd");
}
