import { DomainError } from "../errors.ts";

/** A cursor that this list did not write: of another sort, or of somebody's own making. */
export class BadCursor extends DomainError {
  constructor() {
    super("invalid", "This cursor is not of this list; start again without one");
  }
}

/** What a sort key may be: `time` is PostgreSQL's or RFC 3339 text in UTC, with all its microseconds. */
export type CursorKeys = { time: string; number: number; text: string; any: string | number | null };

/**
 * Where the page before ended: the sort key and the id of its last row; null without a cursor. With `kind` the key is
 * certain to be one that PostgreSQL can cast. Throws BadCursor.
 */
export function readCursor<K extends keyof CursorKeys = "any">(
  text: string | null,
  sort: string,
  kind?: K,
): { key: CursorKeys[K]; id: number | string } | null {
  if (text === null) return null;
  const [ofSort, key, id, ...rest] = parts(text);
  if (ofSort !== sort || rest.length > 0 || !isId(id) || !isKey(key, kind ?? "any")) throw new BadCursor();
  return { key: key as CursorKeys[K], id };
}

/** Opaque base64url of the sort's name and of a row's key and id. A time goes in as text, since a Date has no microseconds. */
export function writeCursor(sort: string, key: string | number | null, id: number | string): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString("base64url");
}

/** A page of the `limit` + 1 rows that were asked for; the row too many only says that there is another page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  write: (last: Row) => string,
): { items: Row[]; next_cursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last !== undefined ? write(last) : null };
}

function parts(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isId(value: unknown): value is number | string {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0;
  return typeof value === "string" && isText(value);
}

function isKey(value: unknown, kind: keyof CursorKeys): boolean {
  switch (kind) {
    case "time":
      return typeof value === "string" && isTime(value);
    case "number":
      return typeof value === "number" && isModerate(value);
    case "text":
      return typeof value === "string" && isText(value);
    case "any":
      return value === null || (typeof value === "number" ? isModerate(value) : isKey(value, "text"));
  }
}

/** Whatever of PostgreSQL's numeric types it is cast to, it neither overflows nor underflows. */
function isModerate(value: number): boolean {
  return value === 0 || (Math.abs(value) <= 1e15 && Math.abs(value) >= 1e-15);
}

/** PostgreSQL has no character 0. */
function isText(value: string): boolean {
  return value.length <= 500 && !value.includes("\u0000");
}

const pattern =
  /^(?!0000)(\d{4}-\d\d-\d\d)[ T]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.\d{1,6})?(?:Z|\+00(?::?00)?)$/;

function isTime(value: string): boolean {
  const [, day, clock] = pattern.exec(value) ?? [];
  const at = new Date(`${day}T${clock}Z`);
  // The calendar is looked at as well: JavaScript takes 31 February for a day in March.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(`${day}T`);
}
