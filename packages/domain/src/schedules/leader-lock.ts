import { openSession } from "@cti/db/open-session";
import type { Sql } from "postgres";

const lockKey = 7_382_005;

/** Says which of several processes leads: the one whose session holds the lock. */
export type LeaderLock = {
  /** Takes the lead when nobody has it. Rejects when the database does not answer, and then nobody may act on it. */
  hold(): Promise<boolean>;
  /** Gives the lead away. */
  close(): Promise<void>;
};

/**
 * The lock hangs on a connection of its own beside the pool `sql`, so that nothing else can end its session.
 * PostgreSQL frees it when the process or the connection ends; the next `hold` asks for it on a new connection.
 */
export function openLeaderLock(sql: Sql): LeaderLock {
  const connection = openSession(sql, "leader");
  return {
    hold: async () => {
      const [row] = await connection`
        select case
          when exists (
            select from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
              and classid = 0 and objid = ${lockKey}::int::oid and objsubid = 1 and pid = pg_backend_pid() and granted
          ) then true
          else pg_try_advisory_lock(${lockKey}::bigint)
        end as held`;
      return row?.["held"] === true;
    },
    close: () => connection.end({ timeout: 2 }),
  };
}
