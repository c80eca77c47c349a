import type { Db } from "@cti/db/client";
import { type Schedule, schedules } from "@cti/db/schema/schedules";
import { didYouMean } from "@cti/pipeline/query/did-you-mean";
import { asc, eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** The schedule of this name. A near miss is named in the error. */
export async function findSchedule(db: Db, name: string): Promise<Schedule> {
  const [schedule] = await db.select().from(schedules).where(eq(schedules.name, name));
  if (schedule) return schedule;
  const rows = await db.select({ name: schedules.name }).from(schedules).orderBy(asc(schedules.name));
  const names = rows.map((row) => row.name);
  const near = nearest(name, names);
  const hint = near === null ? `; there are ${names.join(", ") || "none yet"}` : `; did you mean ${near}?`;
  throw new DomainError("not_found", `There is no schedule ${name}${hint}`);
}

function nearest(given: string, names: string[]): string | null {
  const wanted = given.toLowerCase().replaceAll("-", "_");
  const containing = names.filter((name) => wanted.length > 2 && name.includes(wanted));
  const [only] = containing;
  return only !== undefined && containing.length === 1 ? only : didYouMean(wanted, names);
}
