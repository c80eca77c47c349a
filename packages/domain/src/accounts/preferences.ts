import type { Db } from "@cti/db/client";
import { type Preferences, userPreferences } from "@cti/db/schema/user-preferences";
import { eq } from "drizzle-orm";

import { DomainError } from "../errors.ts";

/** What is named is changed; in `keys`, `visits` and `views` by name, where null takes one away. */
export type PreferenceChange = {
  [K in keyof Preferences]?: (K extends Named ? Record<string, string | null> : Preferences[K]) | undefined;
};

type Named = "keys" | "visits" | "views";

/** Of all of them, written as JSON. */
const mostBytes = 16_384;

const usual: Preferences = {
  theme: null,
  time_zone: null,
  density: null,
  keys_enabled: true,
  keys: {},
  visits: {},
  views: {},
};

export async function readPreferences(db: Db, userId: number): Promise<Preferences> {
  const [row] = await db
    .select({ value: userPreferences.value })
    .from(userPreferences)
    .where(eq(userPreferences.userId, userId));
  return { ...usual, ...row?.value };
}

/** All of them as they are then. Throws `invalid` when they grow beyond 16 kB. */
export async function changePreferences(
  tx: Db,
  userId: number,
  { change, now }: { change: PreferenceChange; now: Date },
): Promise<Preferences> {
  // Two windows that save at once wait for each other, so that neither undoes the other.
  await tx.insert(userPreferences).values({ userId, value: {}, updatedAt: now }).onConflictDoNothing();
  await tx.select().from(userPreferences).where(eq(userPreferences.userId, userId)).for("update");
  const before = await readPreferences(tx, userId);
  const { keys, visits, views, ...plain } = change;
  const named = Object.entries(plain).filter(([, value]) => value !== undefined);
  const value: Preferences = {
    ...before,
    ...(Object.fromEntries(named) as Partial<Preferences>),
    keys: merged(before.keys, keys),
    visits: merged(before.visits, visits),
    views: merged(before.views, views),
  };
  if (Buffer.byteLength(JSON.stringify(value)) > mostBytes)
    throw new DomainError("invalid", "These are more preferences than are kept: take some away.");
  await tx.update(userPreferences).set({ value, updatedAt: now }).where(eq(userPreferences.userId, userId));
  return value;
}

function merged(
  before: Record<string, string>,
  change: Record<string, string | null> = {},
): Record<string, string> {
  const all = Object.entries({ ...before, ...change });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== null));
}
