import { createLimiter, type Limiter } from "@cti/domain/limiter";

import type { WebDeps } from "./web-deps.ts";

type Turns = { limiter: Limiter; asked: number };

/** One for each service, so that tests with several do not wait for each other. */
const known = new WeakMap<WebDeps["sql"], Map<number, Turns>>();

/** Connections that nobody takes for themselves alone: sign-ins and the requests of others go on. */
const keptFree = 2;

/** Does work with the database for a user: who asks for much at once waits for themselves, not others for them. */
export async function inTurn<T>(
  { sql }: Pick<WebDeps, "sql">,
  userId: number,
  work: () => Promise<T>,
): Promise<T> {
  const users = known.get(sql) ?? new Map<number, Turns>();
  known.set(sql, users);
  const most = Math.max(1, sql.options.max - keptFree);
  const turns = users.get(userId) ?? { limiter: createLimiter(most), asked: 0 };
  users.set(userId, turns);
  turns.asked += 1;
  try {
    return await turns.limiter(work);
  } finally {
    turns.asked -= 1;
    if (turns.asked === 0) users.delete(userId);
  }
}
