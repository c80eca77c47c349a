import type { Db } from "@cti/db/client";

/** What a check finds: the message is a sentence with numbers and, unless all is well, the next step. */
export type ComponentHealth = {
  status: "ok" | "degraded" | "error";
  message: string;
  details: Record<string, unknown>;
};

export type HealthDeps = { db: Db; now: () => Date; settings: HealthSettings };

/** From where on something is no longer well; docs/health.md has the rules. */
export type HealthSettings = {
  /** Share of failing sources, 0 to 1. */
  failingSources: number;
  /** Age of the oldest waiting job. */
  backlogMs: number;
  /** Answer time of the database. */
  databaseSlowMs: number;
  /** Free share of the disk, 0 to 1. */
  diskFree: number;
  /** Difference between our clock and the database's. */
  clockSkewMs: number;
  /** How often the scheduler looks for what is due. */
  lookEveryMs: number;
  /** False when the settings switch the scheduler off. */
  scheduling: boolean;
};

/** The worst of several findings about one component. */
export function worstStatus(statuses: readonly ComponentHealth["status"][]): ComponentHealth["status"] {
  if (statuses.includes("error")) return "error";
  return statuses.includes("degraded") ? "degraded" : "ok";
}

/** How long something took or is ago, for people: "450 ms", "12 s", "5 min", "3 h", "4 days". */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 2 * 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 48 * 3_600_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} days`;
}

export function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** "1 job", "2 jobs". */
export function countText(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
