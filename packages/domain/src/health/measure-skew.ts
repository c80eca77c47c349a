import type { Db } from "@cti/db/client";
import { sql } from "drizzle-orm";

/** Own clock minus the database's in milliseconds; 0 when the time for question and answer explains the difference. */
export async function measureSkew(db: Db, now: () => Date): Promise<number> {
  const askedAt = now().getTime();
  const [row] = await db.execute<{ at: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as at`,
  );
  const halfTrip = (now().getTime() - askedAt) / 2;
  const skew = askedAt + halfTrip - (row?.at ?? askedAt + halfTrip);
  return Math.abs(skew) <= halfTrip ? 0 : Math.round(skew);
}
