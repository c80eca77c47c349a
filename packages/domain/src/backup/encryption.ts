import type { Decrypter, Encrypter } from "age-encryption";

import { DomainError } from "../errors.ts";
import { damaged } from "./backup-file.ts";

/** By which backups are written and read; see age-encryption.org. */
export type BackupKeys = {
  /** Public keys, age1…: who has only these can write and not read. */
  recipients: readonly string[];
  passphrase: string | null;
  /** Private keys, AGE-SECRET-KEY-1…, to read what was written for a public key. */
  identities: readonly string[];
};

export const noKeys: BackupKeys = { recipients: [], passphrase: null, identities: [] };

const shortestPassphrase = 16;

export function isEncrypting({ recipients, passphrase }: BackupKeys): boolean {
  return recipients.length > 0 || passphrase !== null;
}

/** The same bytes when there is no key. Throws DomainError for keys that are none. */
export async function encrypt(
  plain: AsyncIterable<Uint8Array>,
  keys: BackupKeys,
): Promise<AsyncIterable<Uint8Array>> {
  if (!isEncrypting(keys)) return plain;
  const { recipients, passphrase } = keys;
  // A passphrase beside public keys is for reading what was written before there were any.
  const phrase = recipients.length > 0 ? null : passphrase;
  if (phrase !== null && phrase.length < shortestPassphrase)
    throw new DomainError("invalid", `backup.passphrase needs at least ${shortestPassphrase} characters`);
  // Loaded only here: most installations and all other commands do without.
  const age = await import("age-encryption");
  const encrypter = new age.Encrypter();
  if (phrase !== null) encrypter.setPassphrase(phrase);
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  return encrypter.encrypt(ReadableStream.from<Uint8Array>(plain));
}

/** Throws DomainError without the right key. */
export async function decrypt(
  encrypted: AsyncIterable<Uint8Array>,
  { passphrase, identities }: BackupKeys,
): Promise<AsyncIterable<Uint8Array>> {
  if (passphrase === null && identities.length === 0)
    throw new DomainError(
      "invalid",
      "The backup is encrypted: give its key with --identity FILE, or set backup.passphrase",
    );
  const age = await import("age-encryption");
  const decrypter = new age.Decrypter();
  if (passphrase !== null) decrypter.addPassphrase(passphrase);
  for (const identity of identities) addIdentity(decrypter, identity);
  try {
    return await decrypter.decrypt(ReadableStream.from<Uint8Array>(encrypted));
  } catch (error) {
    throw damaged("none of the given keys opens it, or its beginning is damaged", error);
  }
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (cause) {
    throw new DomainError("invalid", `backup.recipients: ${recipient.slice(0, 80)} is no public key age1…`, {
      cause,
    });
  }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch (cause) {
    throw new DomainError("invalid", "The given key is no AGE-SECRET-KEY-1…", { cause });
  }
}
