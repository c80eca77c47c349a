import { randomBytes } from "node:crypto";

let last = { at: 0, count: 0 };
/** So many in one millisecond have their places; what more there are borrows from the next one. */
const places = 36 ** 3;

/**
 * Sorts by when it was made, also within a millisecond of this process, and stays unique when an emptied backend counts
 * from one again. A clock that is set back does not make it smaller.
 */
export function newKey(now: number = Date.now()): string {
  if (now > last.at) last = { at: now, count: 0 };
  else if (last.count + 1 < places) last = { at: last.at, count: last.count + 1 };
  else last = { at: last.at + 1, count: 0 };
  const count = last.count.toString(36).padStart(3, "0");
  return `j${last.at.toString(36)}${count}${randomBytes(4).toString("hex")}`;
}
