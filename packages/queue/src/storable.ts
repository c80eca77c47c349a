const longestText = 2_000;
// NUL and halves of surrogate pairs, as JSON.stringify writes them, behind an even number of backslashes.
const unstorable = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

/** A text that PostgreSQL and Redis both keep; errors may quote what a hostile page sent. */
export function storableText(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return cut.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** The same for what a job gives back. Throws TypeError for what is no JSON. */
export function storableValue(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value).replaceAll(unstorable, "$1\\ufffd")) as Record<string, unknown>;
}
