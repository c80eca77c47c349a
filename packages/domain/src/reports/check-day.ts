import { DomainError } from "../errors.ts";

/** @throws DomainError invalid for what is no day, such as 2026-02-30. */
export function checkDay(day: string): void {
  if (!isDay(day)) throw new DomainError("invalid", `${day} is no day; write it as 2026-01-31`);
}

/** PostgreSQL has no year 0. */
export function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return (
    /^(?!0000)\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
  );
}
