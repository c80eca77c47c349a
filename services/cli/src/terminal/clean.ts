/**
 * Text from the web as a terminal may show it: control characters (ESC among them), bidirectional overrides and
 * line separators become a visible mark, so that a title cannot steer the terminal or hide what it says.
 */
export function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, (character) =>
    character === "\t" || character === "\n" ? " " : "\ufffd",
  );
}

/** The same, with line breaks kept: for the text of an article. */
export function cleanLines(text: string): string {
  return text.split("\n").map(clean).join("\n");
}

/** JSON in which no byte can steer a terminal: C1 controls, DEL and bidirectional overrides are escaped as well. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
