// oxlint-disable-next-line no-control-regex -- that is what is taken out
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** Text from the web without what cannot be seen: controls, zero width, changes of direction. */
export function visible(text: string): string {
  return text.replace(hidden, "");
}
