import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { OidcSettings } from "@cti/wiring/web-settings";

/** What the browser keeps while it is at the identity provider; nothing of it can be read or changed there. */
export type PendingSignIn = { state: string; nonce: string; verifier: string; until: number };

const keys = new WeakMap<OidcSettings, Buffer>();

/** As the value of a cookie: encrypted, and good for as long as `until` says (milliseconds since 1970). */
export function sealPending(pending: PendingSignIn, settings: OidcSettings): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(settings), iv);
  const body = Buffer.concat([cipher.update(JSON.stringify(pending), "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64url");
}

/** `expired` when it is too old; null for what we did not write. */
export function openPending(
  text: string | null,
  settings: OidcSettings,
  now: Date,
): PendingSignIn | "expired" | null {
  const bytes = Buffer.from(text ?? "", "base64url");
  if (bytes.length < 30 || bytes.length > 2_000) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(settings), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    const body = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
    const pending = JSON.parse(body.toString("utf8")) as PendingSignIn;
    return pending.until > now.getTime() ? pending : "expired";
  } catch {
    return null;
  }
}

/** The same in all processes that share the client's secret; without one it is of this process. */
function keyOf(settings: OidcSettings): Buffer {
  const known = keys.get(settings);
  if (known) return known;
  const from = settings.clientSecret ?? randomBytes(32);
  const key = Buffer.from(hkdfSync("sha256", from, settings.issuer, "cti sign-in cookie", 32));
  keys.set(settings, key);
  return key;
}
