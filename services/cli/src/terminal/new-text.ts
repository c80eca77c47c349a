/** So much of the end of a text is looked for in its next state. */
const tailChars = 80;

/**
 * What a growing text has that was not written yet. Of a long text only its end is told, and an answer that was asked
 * for again starts anew, on a line of its own.
 */
export function newText(written: string, now: string): string {
  if (now.startsWith(written)) return now.slice(written.length);
  const tail = written.slice(-tailChars);
  const at = now.lastIndexOf(tail);
  return at === -1 ? `\n${now}` : now.slice(at + tail.length);
}
