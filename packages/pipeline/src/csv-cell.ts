/** RFC 4180. A cell that begins like a formula gets an apostrophe, or a spreadsheet would run what a feed says. */
export function csvCell(value: string | number | null | readonly string[]): string {
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : (value?.join("; ") ?? "");
  const harmless = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/u.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
