import { type SQL, sql } from "drizzle-orm";

/**
 * Stored articles whose page could not be read and is to be tried again: its time has come, and neither its tries are
 * used up (then it has no time) nor is its source given up. In SQL, of `articles a` and `sources s`.
 */
export function unreadPages(now: Date): SQL {
  return sql`a.scrape_due_at <= ${now.toISOString()}::timestamptz and a.scrape_error is not null
    and s.enabled and s.removed_at is null`;
}
