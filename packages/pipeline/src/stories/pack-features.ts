import type { StoryFeatures } from "./features.ts";

/** At most so many bytes; the least telling terms, then entities, are left out beyond that. */
export const MAX_PACKED_BYTES = 1200;

/** Features as bytes: a version, then counted lists of weights and length-prefixed strings. */
export function packFeatures(features: StoryFeatures): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(MAX_PACKED_BYTES);
  let at = bytes.writeUInt8(FORMAT, 0);
  at = bytes.writeUInt16LE(features.words, at);
  at = writeText(bytes, at, features.language ?? "");
  at = writeList(
    bytes,
    at,
    titleRoom,
    features.title.map((text) => ({ text, weight: null })),
  );
  const entities = features.entities.map(({ key, weight }) => ({ text: key, weight }));
  at = writeList(bytes, at, entityRoom, entities);
  const terms = features.terms.map(({ word, weight }) => ({ text: word, weight }));
  at = writeList(bytes, at, MAX_PACKED_BYTES, terms);
  return new Uint8Array(bytes.subarray(0, at));
}

/** The features in such bytes. Throws a RangeError for bytes of another format or cut ones. */
export function unpackFeatures(packed: Uint8Array): StoryFeatures {
  const reader = { bytes: Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength), at: 0 };
  const format = readByte(reader);
  if (format !== FORMAT) throw new RangeError(`Unknown format ${format} of story features`);
  const words = readByte(reader) + 256 * readByte(reader);
  const language = readText(reader) || null;
  const title = readList(reader, false).map(({ text }) => text);
  const entities = readList(reader, true).map(({ text, weight }) => ({ key: text, weight }));
  const terms = readList(reader, true).map(({ text, weight }) => ({ word: text, weight }));
  return { language, words, title, terms, entities };
}

const FORMAT = 1;
const HEX_MARK = 255;
/** Ends of the parts: what a long title or many entities may take at most. */
const titleRoom = 260;
const entityRoom = 900;

type Item = { text: string; weight: number | null };

function writeList(bytes: Buffer, at: number, end: number, items: Item[]): number {
  let count = 0;
  let next = at + 1;
  for (const { text, weight } of items) {
    const length = Buffer.byteLength(text);
    if (length >= HEX_MARK || count === 255 || next + length + 2 > end) break;
    if (weight !== null) next = bytes.writeUInt8(weight, next);
    next = writeHex(bytes, next, text) ?? writeText(bytes, next, text);
    count += 1;
  }
  bytes.writeUInt8(count, at);
  return next;
}

function writeText(bytes: Buffer, at: number, text: string): number {
  const length = bytes.write(text, at + 1, HEX_MARK - 1, "utf8");
  bytes.writeUInt8(length, at);
  return at + 1 + length;
}

/** File hashes take half the room: a mark, the kind, then raw bytes. */
function writeHex(bytes: Buffer, at: number, text: string): number | null {
  const colon = text.indexOf(":");
  const value = text.slice(colon + 1);
  if (colon === -1 || value.length % 2 === 1 || !/^[0-9a-f]{32,128}$/.test(value)) return null;
  const next = writeText(bytes, bytes.writeUInt8(HEX_MARK, at), text.slice(0, colon));
  bytes.writeUInt8(value.length / 2, next);
  return next + 1 + bytes.write(value, next + 1, "hex");
}

type Reader = { bytes: Buffer; at: number };

function readByte(reader: Reader): number {
  const byte = reader.bytes[reader.at];
  if (byte === undefined) throw new RangeError("Story features are cut");
  reader.at += 1;
  return byte;
}

function readText(reader: Reader, encoding: "utf8" | "hex" = "utf8"): string {
  const length = readByte(reader);
  if (length === HEX_MARK) return `${readText(reader)}:${readText(reader, "hex")}`;
  const end = reader.at + length;
  if (end > reader.bytes.length) throw new RangeError("Story features are cut");
  const text = reader.bytes.toString(encoding, reader.at, end);
  reader.at = end;
  return text;
}

function readList(reader: Reader, hasWeights: boolean): { text: string; weight: number }[] {
  const count = readByte(reader);
  const items: { text: string; weight: number }[] = [];
  for (let at = 0; at < count; at += 1) {
    const weight = hasWeights ? readByte(reader) : 0;
    items.push({ text: readText(reader), weight });
  }
  return items;
}
