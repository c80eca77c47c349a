const opening = "<think>";
const closing = "</think>";

/**
 * A model's text without what it thinks aloud first; "" while it is still at that. Only a text that does not begin as
 * JSON can have thoughts, so that an article that quotes the mark is left alone.
 */
export function withoutThoughts(text: string): string {
  const trimmed = text.trimStart();
  if (/^[[{"]/.test(trimmed)) return trimmed;
  // The template of some models opens the thought itself, so that only its end is in the text.
  const end = trimmed.indexOf(closing);
  if (end >= 0) return trimmed.slice(end + closing.length).trimStart();
  return opening.startsWith(trimmed.slice(0, opening.length)) ? "" : trimmed;
}
