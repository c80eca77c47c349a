import { createHash } from "node:crypto";

/** PostgreSQL indexes at most 2,700 bytes of a key; longer values go by their hash. */
export function entityKey(value: string): string {
  if (value.length <= 300 || Buffer.byteLength(value) <= 1_000) return value;
  return `sha256:${createHash("sha256").update(value).digest("base64url")}`;
}
