import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

import { MonitorError } from "./monitor-error.ts";
import {
  hashPassword,
  isSupported,
  parseHash,
  type PasswordHash,
  verifyPassword,
} from "@cti/domain/accounts/password-hash";

/** Who may use the dashboard. */
export type MonitorAuth = { user: string; password: PasswordHash };

const shortest = 12;
/** What tutorials, images and older dashboards ship with. */
const defaults = new Set(
  `admin administrator changeme change-me changeit changethispassword countermeasure countermeasure123 cti-scraper
  ctiscraper cti_scraper default flower guest letmein monitor password password123 password1234 passw0rd postgres
  qwerty123456 qwertyuiop12 redis root secret securepassword securepassword123 securepassword123! test threatcluster
  user:password yourpassword your-password your_password your_secure_password 123456789012 1234567890123`
    .split(/\s+/)
    .filter((word) => word !== ""),
);
const cure =
  "set monitor.auth (CTI_MONITOR_AUTH) to USER:PASSWORD with at least 12 characters, or let `./run_cli.sh monitor password --save` make one";

/**
 * Reads USER:HASH or USER:PASSWORD; a plain password is hashed at once and forgotten. Throws MonitorError when there
 * is none, or one that anybody could guess.
 */
export function readAuth(value: string | null): MonitorAuth {
  const text = value?.trim() ?? "";
  if (text === "") throw new MonitorError(`The dashboard does not start without a password: ${cure}.`);
  const colon = text.indexOf(":");
  const user = text.slice(0, Math.max(0, colon));
  const secret = text.slice(colon + 1);
  if (user === "" || /[\p{Cc}]/u.test(text) || user.length > 100)
    throw new MonitorError(`The login of the dashboard is not USER:PASSWORD: ${cure}.`);
  // Else the hash itself would be the password.
  if (/:\$(argon2id|scrypt)\$/.test(secret))
    throw new MonitorError(`The user of the dashboard cannot have a colon in its name: ${cure}.`);
  return { user, password: secret.startsWith("$") ? readHash(secret) : readPassword(user, secret) };
}

function readHash(text: string): PasswordHash {
  const hash = parseHash(text);
  if (!hash)
    throw new MonitorError(
      `The password hash of the dashboard is not one of argon2id or scrypt, or is cut: ${cure}.`,
    );
  if (!isSupported(hash))
    throw new MonitorError(`This Node cannot check argon2id hashes (24.7 and later can): ${cure}.`);
  return hash;
}

function readPassword(user: string, password: string): PasswordHash {
  const plain = password.toLowerCase();
  if (defaults.has(plain) || plain === user.toLowerCase() || plain === `${user}:${password}`.toLowerCase())
    throw new MonitorError(`The password of the dashboard is one that everybody tries first: ${cure}.`);
  if (password.length < shortest)
    throw new MonitorError(`The password of the dashboard is shorter than ${shortest} characters: ${cure}.`);
  const hash = parseHash(hashPassword(password));
  if (!hash) throw new Error("a hash of our own cannot be read");
  return hash;
}

export type LoginCheck = {
  /** True at once for a login that was right before; false says nothing yet. */
  isKnown(header: string | undefined): boolean;
  /** Stretches the password, one at a time. */
  verify(header: string | undefined): Promise<boolean>;
};

/** Checks `Authorization: Basic …`. Right logins are remembered by a keyed digest until the process ends. */
export function createLoginCheck({ user, password }: MonitorAuth): LoginCheck {
  const key = randomBytes(32);
  const digest = (text: string): Buffer => createHmac("sha256", key).update(text).digest();
  const expectedUser = digest(user);
  let known: Buffer | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const check = async (login: Login): Promise<boolean> => {
    // The password is stretched for unknown users too: the time must not tell who exists.
    const isRight = await verifyPassword(password, login.password);
    if (!timingSafeEqual(digest(login.user), expectedUser) || !isRight) return false;
    known = digest(login.whole);
    return true;
  };
  return {
    isKnown: (header) => {
      const login = readBasic(header);
      return login !== null && known !== null && timingSafeEqual(digest(login.whole), known);
    },
    verify: (header) => {
      const login = readBasic(header);
      if (!login) return Promise.resolve(false);
      const verified = turn.then(() => check(login));
      turn = verified.catch(() => undefined);
      return verified;
    },
  };
}

type Login = { user: string; password: string; whole: string };

/** Whether somebody tries to log in at all: a request without is answered with the question, and is no failure. */
export function hasLogin(header: string | undefined): boolean {
  return readBasic(header) !== null;
}

function readBasic(header: string | undefined): Login | null {
  const [, encoded] = /^basic +([\w+/-]{1,2000}=*)$/i.exec(header ?? "") ?? [];
  if (encoded === undefined) return null;
  const whole = Buffer.from(encoded, "base64").toString("utf8");
  const colon = whole.indexOf(":");
  if (colon < 0) return null;
  return { user: whole.slice(0, colon), password: whole.slice(colon + 1), whole };
}
