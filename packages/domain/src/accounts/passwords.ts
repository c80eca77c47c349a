import { DomainError } from "../errors.ts";
import { createLimiter } from "../limiter.ts";
import {
  impossibleHash,
  isCurrent,
  isSupported,
  parseHash,
  stretchPassword,
  verifyPassword,
} from "./password-hash.ts";

/** Each takes 19 MiB and a core for a while, so sign-ins wait for each other. */
const limit = createLimiter(2);
const mostWaiting = 50;
let waiting = 0;
const nobodys = impossibleHash();

/** What is kept of a new password, in PHC form. */
export async function sealPassword(password: string): Promise<string> {
  return inTurn(() => stretchPassword(password));
}

/**
 * Whether it is the password of this hash; `outdated` asks for a new hash, made as new ones are. Without a hash it
 * takes as long and is wrong, so that the time does not tell who exists.
 */
export async function checkPassword(
  hash: string | null,
  password: string,
): Promise<{ right: boolean; outdated: boolean }> {
  const parsed = hash === null ? null : parseHash(hash);
  const known = parsed !== null && isSupported(parsed) ? parsed : null;
  const right = await inTurn(() => verifyPassword(known ?? nobodys, password));
  return { right: known !== null && right, outdated: known !== null && !isCurrent(known) };
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= mostWaiting)
    throw new DomainError("throttled", "Too many passwords wait to be checked; try again in a few seconds");
  waiting += 1;
  try {
    return await limit(work);
  } finally {
    waiting -= 1;
  }
}
