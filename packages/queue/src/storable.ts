const longestText = 2_000;
// NUL and halves of surrogate pairs, as JSON.stringify writes them, behind an even number of backslashes.
const unstorable = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

// As a text and as JSON has it; a password may have an @ of its own.
const login = /:\/\/[^/\s"]{1,500}@/g;
const masked = "://********@";

/**
 * A text that PostgreSQL and Redis both keep, without logins in addresses; errors may quote what a hostile page sent,
 * and the address of a private feed.
 */
export function storableText(text: string): string {
  const known = text.replaceAll(login, masked);
  const cut = known.length > longestText ? `${known.slice(0, longestText)}…` : known;
  return cut.replaceAll("\0", "\uFFFD").toWellFormed();
}

/** The same for what a job gives back. Throws TypeError for what is no JSON. */
export function storableValue(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(value).replaceAll(unstorable, "$1\\ufffd").replaceAll(login, masked),
  ) as Record<string, unknown>;
}
