import { type SQL, sql } from "drizzle-orm";

/** The state of a row `t` of `triage` as of now, in SQL: a snoozed subject whose time has come is new. */
export const stateNowText = `(case when t.state = 'snoozed' and t.snoozed_until <= now() then 'new' else t.state end)`;

export const stateNow: SQL = sql.raw(stateNowText);
