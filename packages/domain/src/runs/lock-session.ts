import { setTimeout as sleep } from "node:timers/promises";

import { openSession } from "@cti/db/open-session";
import type { Sql } from "postgres";

/** Spaces of advisory lock numbers, one per kind of thing that only one process may hold. */
export const lockSpaces = {
  run: 7_382_002,
  source: 7_382_003,
  analysis: 7_382_040,
  model: 7_382_041,
} as const;

export type Lock = { space: (typeof lockSpaces)[keyof typeof lockSpaces]; id: number };

const sessions = new WeakMap<Sql, LockSession>();
const retryMs = 1_000;

/** The session that holds the locks of all runs of this process on one database; `leave` it when done. */
export function joinLockSession(sql: Sql): LockSession {
  const session = sessions.get(sql) ?? new LockSession(sql);
  sessions.set(sql, session);
  session.members += 1;
  return session;
}

/**
 * One connection beside the pool, since PostgreSQL gives back what it holds when the process ends, however it ends.
 * A connection that is lost, by a restart of the server, is opened anew and takes what was held before.
 */
class LockSession {
  members = 0;
  readonly #pool: Sql;
  readonly #connection: Sql;
  readonly #held = new Map<string, Lock>();
  /** PostgreSQL lets a session take a lock twice, so within the process this says what somebody has or asks for. */
  readonly #taken = new Set<string>();
  #isRegaining = false;

  constructor(pool: Sql) {
    this.#pool = pool;
    this.#connection = openSession(pool, "locks", {
      // Soon, since a run is without its lock until then.
      backoff: () => 0.25,
      onclose: () => void this.#regain(),
    });
  }

  /** Waits until the lock is free. */
  async hold(lock: Lock): Promise<void> {
    await this.#connection`select pg_advisory_lock(${lock.space}, ${lock.id}::int)`;
    this.#held.set(nameOf(lock), lock);
  }

  /** False when somebody else has it, in this process or in another one. */
  async tryHold(lock: Lock): Promise<boolean> {
    const name = nameOf(lock);
    if (this.#taken.has(name)) return false;
    this.#taken.add(name);
    try {
      const [row] = await this.#connection`
        select pg_try_advisory_lock(${lock.space}, ${lock.id}::int) as held`;
      if (row?.["held"] === true) this.#held.set(name, lock);
    } finally {
      if (!this.#held.has(name)) this.#taken.delete(name);
    }
    return this.#held.has(name);
  }

  /** Never rejects: a connection that is lost has given back its locks by itself. */
  async release(lock: Lock): Promise<void> {
    const name = nameOf(lock);
    this.#held.delete(name);
    await this.#connection`select pg_advisory_unlock(${lock.space}, ${lock.id}::int)`.catch(() => undefined);
    // Last, so that nobody in this process asks for it before PostgreSQL has let it go.
    this.#taken.delete(name);
  }

  async leave(): Promise<void> {
    this.members -= 1;
    if (this.members > 0) return;
    sessions.delete(this.#pool);
    await this.#connection.end({ timeout: 1 });
  }

  async #regain(): Promise<void> {
    if (this.#isRegaining) return;
    this.#isRegaining = true;
    while (this.members > 0 && this.#held.size > 0 && !(await this.#retake()))
      await sleep(retryMs, null, { ref: false });
    this.#isRegaining = false;
  }

  /** True when this session has all that is held. What it has already is not taken twice. */
  async #retake(): Promise<boolean> {
    try {
      const wanted = JSON.stringify([...this.#held.values()]);
      const taken = await this.#connection`
        select pg_try_advisory_lock(space, id) as held from json_to_recordset(${wanted}::text::json) as w(space int, id int)
        where not exists (select from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()
          and classid::bigint = space and objid::bigint = id)`;
      return taken.every(({ held }) => held === true);
    } catch {
      return false;
    }
  }
}

function nameOf({ space, id }: Lock): string {
  return `${space}:${id}`;
}
