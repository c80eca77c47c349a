import { isUtf8 } from "node:buffer";

import { analyse } from "chardet";
import iconv from "iconv-lite";

/** Text as read, the WHATWG or iconv name of its charset, and how many characters could not be read. */
export type DecodedText = { text: string; charset: string; replaced: number };

/**
 * Decodes the bytes of a page or feed. Order: byte order mark, UTF-16 by its pattern, the charset of the HTTP
 * header, the XML declaration or HTML meta in the first 4 kB, valid UTF-8, detection, windows-1252. A declaration
 * that the bytes contradict does not count. NUL characters are removed, line ends become LF. Never throws.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): DecodedText {
  const marked = markedCharset(bytes);
  if (marked) return decodeAs(bytes, marked);
  const declared = charsetOf(contentType ?? "") ?? declaredInText(bytes);
  const isWide = declared !== null && isUtf16(declared);
  if (isWide && bytes.subarray(0, 4096).includes(0)) return decodeAs(bytes, declared);
  if (isUtf8(bytes) && !isMultiByte(declared)) {
    return { text: clean(utf8.decode(bytes)), charset: "utf-8", replaced: 0 };
  }
  if (declared === null || declared === "utf-8" || isWide) return decodeDoubtful(bytes, declared);
  return decodeAs(bytes, declared);
}

const SAMPLE = 65_536;

function markedCharset(bytes: Uint8Array): string | null {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 && bytes.length >= 4 ? "utf-32le" : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "utf-32be";
  // "<" and another ASCII character without a mark (XML 1.0 appendix F).
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return "utf-16le";
  return a === 0 && b === 0x3c && c === 0 && d !== 0 ? "utf-16be" : null;
}

function charsetOf(contentType: string): string | null {
  const label = /charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})/i.exec(contentType.slice(0, 500))?.[1];
  return label ? knownCharset(label) : null;
}

function declaredInText(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096)).toString("latin1");
  const xml = /<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{2,40})/i.exec(head)?.[1];
  const meta = /<meta\s[^>]{0,500}?charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})/i.exec(head)?.[1];
  return (xml ? knownCharset(xml) : null) ?? (meta ? knownCharset(meta) : null);
}

/** The name under which this runtime or iconv-lite decodes a label, or null if neither does. */
function knownCharset(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return iconv.encodingExists(label) ? label.toLowerCase() : null;
  }
}

function isUtf16(charset: string): boolean {
  return charset.startsWith("utf-16") || charset.startsWith("utf-32");
}

/** Charsets in which text can be valid UTF-8 by chance; a single-byte text practically never is. */
function isMultiByte(charset: string | null): boolean {
  return charset !== null && /^(?:gb|big5|shift|euc|iso-2022|hz|johab|cp9[345]|utf-7)/.test(charset);
}

const utf8 = new TextDecoder("utf-8");

/** Bytes that are not valid UTF-8 and declare UTF-8, nothing, or an encoding they are not in. */
function decodeDoubtful(bytes: Uint8Array, declared: string | null): DecodedText {
  const text = clean(utf8.decode(bytes));
  const replaced = countReplaced(text);
  // UTF-8 that was cut or spliced has a few bad bytes among many good ones, another charset has only bad ones.
  const good = countWide(text) - replaced;
  const isUtf8Mostly = declared === "utf-8" ? replaced <= good : replaced * 20 < good;
  if (isUtf8Mostly) return { text, charset: "utf-8", replaced };
  return decodeDetected(bytes);
}

function decodeDetected(bytes: Uint8Array): DecodedText {
  const [best] = analyse(sampleOf(bytes));
  const charset = best && best.confidence >= 20 ? knownCharset(best.name) : null;
  const isUseful = charset !== null && charset !== "utf-8" && !isUtf16(charset);
  const decoded = decodeAs(bytes, isUseful ? charset : "windows-1252");
  return decoded.replaced === 0 ? decoded : decodeAs(bytes, "windows-1252");
}

/** The parts that tell charsets apart, all ASCII letters and markup saying nothing, capped in length. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SAMPLE) return bytes;
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const start = Math.max(0, Math.min(first - 1024, bytes.length - SAMPLE));
  return bytes.subarray(start, start + SAMPLE);
}

function decodeAs(bytes: Uint8Array, charset: string): DecodedText {
  const text = clean(decodeRaw(bytes, charset));
  return { text, charset, replaced: countReplaced(text) };
}

function decodeRaw(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return iconv.encodingExists(charset) ? iconv.decode(Buffer.from(bytes), charset) : utf8.decode(bytes);
  }
}

function clean(text: string): string {
  const unmarked = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const whole = unmarked.includes("\0") ? unmarked.replaceAll("\0", "") : unmarked;
  // HTML and XML both read every line end as LF (HTML 13.2.3.5, XML 1.0 2.11).
  return whole.includes("\r") ? whole.replace(/\r\n?/g, "\n") : whole;
}

function countReplaced(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", at + 1)) count++;
  return count;
}

function countWide(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) >= 0x80) count++;
  return count;
}
