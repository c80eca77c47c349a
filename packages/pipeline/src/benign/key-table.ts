/**
 * Texts with a number each, in memory that threads may share: a table of places (open addressing) into a run of
 * records, each the length, the number in three bytes, and the text's bytes. Texts are compared in full, so that
 * nobody can make up a name that passes for another.
 */
export type KeyTable = { places: Uint32Array; records: Uint8Array };

/** Longest text that a table holds, in bytes of `encodeKey`. */
export const MAX_KEY = 255;
const HEAD = 4;

/** Fills tables; `count` is how many texts may come at most. */
export class KeyTableBuilder {
  private readonly places: Uint32Array;
  private records = new Uint8Array(65_536);
  private used = 1;
  private readonly key = new Uint8Array(MAX_KEY);

  constructor(count: number) {
    this.places = new Uint32Array(new SharedArrayBuffer(4 * Math.max(8, Math.ceil(count * 1.4))));
  }

  /** Sets the number of a text to what `change` makes of it, 0 for a new text. False if the text is too long. */
  update(text: string, change: (number: number) => number): boolean {
    const length = encodeKey(text, this.key);
    if (length < 0) return false;
    let at = placeOf(hashOf(this.key, 0, length), this.places.length);
    for (let place = this.places[at] ?? 0; place !== 0; place = this.places[at] ?? 0) {
      if (holds(this.records, place, this.key, 0, length)) {
        writeNumber(this.records, place, change(readNumber(this.records, place)));
        return true;
      }
      at = at + 1 === this.places.length ? 0 : at + 1;
    }
    this.places[at] = this.append(length, change(0));
    return true;
  }

  finish(): KeyTable {
    const records = new Uint8Array(new SharedArrayBuffer(this.used));
    records.set(this.records.subarray(0, this.used));
    return { places: this.places, records };
  }

  private append(length: number, number: number): number {
    const place = this.used;
    this.used += HEAD + length;
    if (this.used > this.records.length) {
      const grown = new Uint8Array(2 * this.records.length);
      grown.set(this.records);
      this.records = grown;
    }
    this.records[place] = length;
    writeNumber(this.records, place, number);
    this.records.set(this.key.subarray(0, length), place + HEAD);
    return place;
  }
}

/** The number of the text at `from` of some bytes, 0 if the table does not hold it. */
export function lookUp(
  { places, records }: KeyTable,
  key: Uint8Array,
  from: number,
  to: number,
  hash: number,
): number {
  let at = placeOf(hash, places.length);
  for (let place = places[at] ?? 0; place !== 0; place = places[at] ?? 0) {
    if (holds(records, place, key, from, to)) return readNumber(records, place);
    at = at + 1 === places.length ? 0 : at + 1;
  }
  return 0;
}

/** Writes a text without regard to ASCII case; the number of bytes, or -1 if it does not fit. */
export function encodeKey(text: string, into: Uint8Array): number {
  let length = 0;
  if (text.length > into.length) return -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      if (length >= into.length) return -1;
      into[length++] = code >= 65 && code <= 90 ? code | 32 : code;
      continue;
    }
    if (length + 3 > into.length) return -1;
    into[length++] = 0x80 | (code >>> 12);
    into[length++] = 0x80 | ((code >>> 6) & 0x3f);
    into[length++] = 0x80 | (code & 0x3f);
  }
  return length;
}

/** The hash of bytes read from their end, so that one walk gives that of every ending of a name. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = HASH_START;
  for (let at = to - 1; at >= from; at--) hash = hashStep(hash, bytes[at] ?? 0);
  return hash;
}

export const HASH_START = 0x811c9dc5 | 0;

/** FNV-1a. */
export function hashStep(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193);
}

function placeOf(hash: number, places: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return Math.floor((((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296) * places);
}

function holds(records: Uint8Array, place: number, key: Uint8Array, from: number, to: number): boolean {
  if (records[place] !== to - from) return false;
  for (let at = from, record = place + HEAD; at < to; at++, record++)
    if (records[record] !== key[at]) return false;
  return true;
}

function readNumber(records: Uint8Array, place: number): number {
  return (records[place + 1] ?? 0) | ((records[place + 2] ?? 0) << 8) | ((records[place + 3] ?? 0) << 16);
}

function writeNumber(records: Uint8Array, place: number, number: number): void {
  records[place + 1] = number & 0xff;
  records[place + 2] = (number >>> 8) & 0xff;
  records[place + 3] = (number >>> 16) & 0xff;
}
