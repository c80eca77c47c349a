import { BadCursor, readCursor, writeCursor } from "../paging/cursor.ts";

const sort = "newest";

/** The number of the last row of the page before, in a list by number from the newest on. Throws BadCursor. */
export function readNewest(cursor: string | null): number | null {
  const after = readCursor(cursor, sort);
  if (after === null) return null;
  if (typeof after.id !== "number") throw new BadCursor();
  return after.id;
}

export function writeNewest({ id }: { id: number }): string {
  return writeCursor(sort, null, id);
}
