import { createHash, randomBytes } from "node:crypto";

/** 256 bits of chance as 43 characters that stand in cookies, headers and addresses as they are. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** SHA-256 in hex: what is kept of a secret that nobody could guess anyway. */
export function hashOfSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
