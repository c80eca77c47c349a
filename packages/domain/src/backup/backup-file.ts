import { DomainError } from "../errors.ts";

/** Backups go by the second in which they were made; `.age` is encrypted. */
const namePattern = /^cti-backup-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.tar(\.age)?$/;

export function backupName(at: Date, { encrypted }: { encrypted: boolean }): string {
  const stamp = `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  return `cti-backup-${stamp}.tar${encrypted ? ".age" : ""}`;
}

/** When the backup of this name was made; null when it is no name of a backup. */
export function timeOfBackup(name: string): Date | null {
  const match = namePattern.exec(name);
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}

export function isEncryptedName(name: string): boolean {
  return name.endsWith(".age");
}

/** What is wrong with a backup that cannot be used: one sentence for people. */
export function damaged(reason: string, cause?: unknown): DomainError {
  return new DomainError("invalid", `The backup cannot be used: ${reason}`, { cause });
}
