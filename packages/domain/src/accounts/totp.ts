import { randomBytes, timingSafeEqual } from "node:crypto";

import type { Db } from "@cti/db/client";
import { type User, users } from "@cti/db/schema/users";
import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";

import { DomainError } from "../errors.ts";
import { hashOfSecret } from "./secret.ts";

const period = 30;
const issuer = "CTI Scraper";
const recoveryCodes = 10;

/** How a code was right; null when it was not, or was used before. */
export type UsedCode = "totp" | "recovery" | null;

/**
 * A new secret for an authenticator app, which counts only once `confirmTotp` has seen a code of it. Throws DomainError
 * `conflict` where there is a confirmed one.
 */
export async function beginTotp(tx: Db, userId: number): Promise<{ secret: string; uri: string }> {
  const secret = new Secret({ size: 20 }).base32;
  const [user] = await tx
    .update(users)
    .set({ totpSecret: secret, totpLastStep: null })
    .where(and(eq(users.id, userId), isNull(users.totpConfirmedAt)))
    .returning({ username: users.username });
  if (!user) throw new DomainError("conflict", "A second factor is set up already; remove it first");
  return { secret, uri: authenticator(secret, user.username).toString() };
}

/** The first code makes the second factor count. Returns the recovery codes, which are shown once. */
export async function confirmTotp(tx: Db, user: User, code: string, now: Date): Promise<string[]> {
  if (user.totpSecret === null || user.totpConfirmedAt !== null)
    throw new DomainError("conflict", "There is no second factor to confirm; begin with a new one");
  if (!(await useStep(tx, user, code, now)))
    throw new DomainError("invalid", "This code is wrong; is the clock of the device right?");
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  await tx
    .update(users)
    .set({ totpConfirmedAt: now, recoveryCodes: codes.map((each) => hashOfSecret(plain(each))) })
    .where(eq(users.id, user.id));
  return codes;
}

/** Takes the second factor away; who may is for the caller to have checked. */
export async function removeTotp(tx: Db, userId: number): Promise<void> {
  await tx
    .update(users)
    .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null, recoveryCodes: [] })
    .where(eq(users.id, userId));
}

/** Uses up a code of the app, or a recovery code: each works once, whoever else tries at the same time. */
export async function spendCode(db: Db, user: User, code: string, now: Date): Promise<UsedCode> {
  if (user.totpConfirmedAt === null) return null;
  if (await useStep(db, user, code, now)) return "totp";
  const hash = hashOfSecret(plain(code));
  const [used] = await db
    .update(users)
    .set({ recoveryCodes: sql`array_remove(${users.recoveryCodes}, ${hash})` })
    .where(and(eq(users.id, user.id), sql`${hash} = any(${users.recoveryCodes})`))
    .returning({ id: users.id });
  return used ? "recovery" : null;
}

async function useStep(
  db: Db,
  { id, totpSecret, username }: User,
  code: string,
  now: Date,
): Promise<boolean> {
  const digits = code.replaceAll(/\s/g, "");
  if (totpSecret === null || !/^\d{6}$/.test(digits)) return false;
  const step = stepOf(authenticator(totpSecret, username), digits, now);
  if (step === null) return false;
  const [used] = await db
    .update(users)
    .set({ totpLastStep: step })
    .where(and(eq(users.id, id), or(isNull(users.totpLastStep), lt(users.totpLastStep, step))))
    .returning({ id: users.id });
  return used !== undefined;
}

/** The time step whose code this is: now, or the one before or after, for clocks that differ. */
function stepOf(totp: TOTP, code: string, now: Date): number | null {
  const current = Math.floor(now.getTime() / 1_000 / period);
  const steps = [current - 1, current, current + 1].filter((step) =>
    timingSafeEqual(Buffer.from(totp.generate({ timestamp: step * period * 1_000 })), Buffer.from(code)),
  );
  return steps.at(-1) ?? null;
}

function authenticator(secret: string, label: string): TOTP {
  return new TOTP({ issuer, label, secret, algorithm: "SHA1", digits: 6, period });
}

/** 64 bits, such as 3f2a-91c0-7be4-d05e. */
function newRecoveryCode(): string {
  return (randomBytes(8).toString("hex").match(/.{4}/g) ?? []).join("-");
}

function plain(code: string): string {
  return code.toLowerCase().replaceAll(/[^0-9a-f]/g, "");
}
