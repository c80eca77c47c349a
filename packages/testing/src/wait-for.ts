import { vi } from "vitest";

/**
 * Waits until `check` no longer throws and returns what it says; after a minute, rejects with what it threw last. So
 * long because a machine may be busy: what holds is seen within milliseconds, and only what fails waits to the end.
 */
export async function waitFor<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 60_000, interval: 20 });
}
