import { ApiAway, ApiProblem } from "@cti/contract/client";

const watchers = new Set<() => void>();
let since: number | null = null;

/** Told of each question's end: one that the server could not answer begins an outage. */
export function noteTrouble(error: unknown): void {
  const isAway = error instanceof ApiAway || (error instanceof ApiProblem && error.code === "unavailable");
  if (isAway && since === null) set(Date.now());
}

export function endOutage(): void {
  if (since !== null) set(null);
}

export function watchOutage(told: () => void): () => void {
  watchers.add(told);
  return () => void watchers.delete(told);
}

/** Since when the server does not answer as it should; null while it does. */
export function outageSince(): number | null {
  return since;
}

function set(next: number | null): void {
  since = next;
  for (const watcher of watchers) watcher();
}
