import { DomainError } from "../errors.ts";

/** @throws DomainError invalid for what is no day, such as 2026-02-30. */
export function checkDay(day: string): void {
  const at = new Date(`${day}T00:00:00Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at.getTime());
  if (!isDay || !at.toISOString().startsWith(day))
    throw new DomainError("invalid", `${day} is no day; write it as 2026-01-31`);
}
