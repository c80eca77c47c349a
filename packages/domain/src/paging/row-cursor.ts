import { BadCursor, type CursorKeys, readCursor } from "./cursor.ts";

/** `readCursor` for lists whose rows have numbers. */
export function readRowCursor<K extends keyof CursorKeys>(
  text: string | null,
  sort: string,
  kind: K,
): { key: CursorKeys[K]; id: number } | null {
  const after = readCursor(text, sort, kind);
  if (after === null) return null;
  if (typeof after.id !== "number") throw new BadCursor();
  return { key: after.key, id: after.id };
}
