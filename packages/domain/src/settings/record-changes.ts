import { randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";

import type { Db } from "@cti/db/client";
import { settings } from "@cti/db/schema/settings";
import { eq, sql } from "drizzle-orm";

import { recordAudit } from "../audit/record.ts";
import { storable } from "../storable.ts";

/** A setting with the value in force, as it is: of a secret only a hash is kept. */
export type SettingInForce = { key: string; value: unknown; secret: boolean };

/** Of a secret, whether it is set and a salted hash; of the others the value. */
type Remembered = { value: unknown } | { salt: string; hash: string };
type Change = { setting: string; before: unknown; after: unknown };

const rememberedKey = "settings.remembered";
const changesLock = 7_382_023;

/**
 * Settings are changed in files and variables while nobody looks: at the start of a process this compares them with
 * those of the start before, and writes what differs as one row `settings.change` into the audit log, secrets as
 * "(changed)". The first start only remembers. Returns the keys that changed.
 */
export async function recordSettingChanges(
  db: Db,
  inForce: readonly SettingInForce[],
  now: Date,
): Promise<string[]> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${changesLock})`);
    const [row] = await tx
      .select({ value: settings.value })
      .from(settings)
      .where(eq(settings.key, rememberedKey));
    const before = row?.value as Record<string, Remembered> | undefined;
    const { changes, remembered } = await compare(inForce, before ?? {});
    const keys = changes.map(({ setting }) => setting);
    if (before && keys.length === 0) return [];
    const value = storable(remembered);
    await tx
      .insert(settings)
      .values({ key: rememberedKey, value, updatedAt: now })
      .onConflictDoUpdate({ target: settings.key, set: { value, updatedAt: now } });
    if (!before) return [];
    await recordAudit(tx, {
      tenantId: null,
      actor: "configuration",
      address: null,
      action: "settings.change",
      subject: keys.join(", "),
      detail: { changes },
      now,
    });
    return keys;
  });
}

async function compare(
  inForce: readonly SettingInForce[],
  before: Record<string, Remembered>,
): Promise<{ changes: Change[]; remembered: Record<string, Remembered> }> {
  const changes: Change[] = [];
  const remembered: Record<string, Remembered> = {};
  for (const setting of inForce) {
    const { key, secret } = setting;
    const known = before[key];
    const value: unknown = JSON.parse(JSON.stringify(setting.value ?? null));
    if (known && (await isSame(known, value, secret))) {
      remembered[key] = known;
      continue;
    }
    const next = secret && value !== null ? await hashed(value) : { value };
    remembered[key] = next;
    changes.push({
      setting: key,
      before: told(known),
      after: "hash" in next ? "(changed)" : next.value,
    });
  }
  for (const key of Object.keys(before))
    if (!(key in remembered)) changes.push({ setting: key, before: told(before[key]), after: null });
  return { changes, remembered };
}

async function isSame(known: Remembered, value: unknown, secret: boolean): Promise<boolean> {
  if ("hash" in known)
    return secret && value !== null && (await hashed(value, known.salt)).hash === known.hash;
  return (!secret || value === null) && JSON.stringify(known.value) === JSON.stringify(value);
}

function told(one: Remembered | undefined): unknown {
  if (!one) return null;
  return "hash" in one ? "(hidden)" : one.value;
}

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** Slow to try out: a password is not to be read from what is remembered of it. */
async function hashed(
  value: unknown,
  salt = randomBytes(16).toString("base64url"),
): Promise<{ salt: string; hash: string }> {
  const key = await derive(JSON.stringify(value), Buffer.from(salt, "base64url"), 32);
  return { salt, hash: key.toString("base64url") };
}
