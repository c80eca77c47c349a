/** A stretch of a text that readers do not see, or see as gibberish; `says` is what it says, where that can be told. */
export type Hidden = { start: number; end: number; says: string | null; reason: string };

/** Text in invisible characters, in Base64, in comments of HTML, or in letters set apart. Linear. */
export function findHidden(text: string): Hidden[] {
  return [...invisible(text), ...encoded(text), ...comments(text), ...spelled(text)];
}

/** Tag characters are ASCII that nobody sees; a long row of zero-width characters is a message too. */
function* invisible(text: string): Generator<Hidden> {
  for (const { 0: written, index } of text.matchAll(INVISIBLE)) {
    const says = written
      .slice(0, LONGEST_COMMENT)
      .replaceAll(TAG, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0) & 0x7f));
    yield { start: index, end: index + written.length, says, reason: "hidden in invisible characters" };
  }
}

const INVISIBLE = /(?:\udb40[\udc20-\udc7f]){6,}|[\u200b-\u200d\u2060-\u2064\ufeff]{16,}/g;
const TAG = /[\u{e0020}-\u{e007f}]/gu;

function* encoded(text: string): Generator<Hidden> {
  let left = MOST_DECODED;
  for (const { 0: written, index } of text.matchAll(BASE64)) {
    if (left < 0) return;
    const bytes = Buffer.from(written.slice(0, LONGEST_DECODED), "base64");
    left -= bytes.length;
    const says = readable(bytes);
    if (says !== null) yield { start: index, end: index + written.length, says, reason: "hidden in Base64" };
  }
}

const BASE64 = /[A-Za-z0-9+/_-]{32,}={0,2}/g;
const LONGEST_DECODED = 8_000;
const MOST_DECODED = 200_000;

function readable(bytes: Buffer): string | null {
  for (const encoding of ["utf8", "utf16le"] as const) {
    const read = bytes.toString(encoding);
    const odd = read.match(UNREADABLE)?.length ?? 0;
    if (read.length > 12 && odd * 20 < read.length) return read;
  }
  return null;
}

const UNREADABLE = /[^\t\n\r\x20-\x7e\p{L}\p{P}]/gu;

function* comments(text: string): Generator<Hidden> {
  for (let start = text.indexOf("<!--"); start !== -1;) {
    const close = text.indexOf("-->", start + 4);
    const end = close === -1 ? Math.min(text.length, start + LONGEST_COMMENT) : close + 3;
    if (end - start <= LONGEST_COMMENT)
      yield { start, end, says: text.slice(start + 4, end), reason: "hidden in a comment" };
    start = text.indexOf("<!--", Math.max(end, start + 4));
  }
}

const LONGEST_COMMENT = 4_000;

/** "i g n o r e" */
function* spelled(text: string): Generator<Hidden> {
  for (const { 0: written, index } of text.matchAll(SPELLED)) {
    const says = written.replaceAll(/[ .\-_*·]/g, "").toLowerCase();
    if (SPELLED_WORDS.test(says))
      yield { start: index, end: index + written.length, says: null, reason: "spells words out to a model" };
  }
}

const SPELLED = /(?<![\p{L}\p{N}])(?:\p{L}[ .\-_*·]{1,3}){9,400}\p{L}(?![\p{L}\p{N}])/gu;
const SPELLED_WORDS = /ignore|disregard|instruction|systemprompt|previous|assistant|respondonly/;
