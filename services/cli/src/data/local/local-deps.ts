import type { Db } from "@cti/db/client";
import type { Models } from "@cti/llm/models/open-models";
import type { HealthReport } from "@cti/observe/health";
import type { Queues } from "@cti/queue/queue-types";
import type { Sql } from "postgres";

/** What commands are given on the machine of the database; each is opened on first use. */
export type LocalDeps = {
  /** Of the tenant that is set. */
  db: () => Promise<Db>;
  /** The same once the schedules of the settings are in it. */
  seeded: () => Promise<Db>;
  /** The connections below it. */
  sql: () => Promise<Sql>;
  queues: () => Promise<Queues>;
  models: () => Promise<Models>;
  /** Most parts of a long text that are read for one analysis. */
  maxParts: number;
  health: () => Promise<HealthReport>;
  /** The account of this machine, by which changes are named. */
  actor: string;
  now: () => Date;
};

/** Whoever may use the database may see all of it. */
export function viewOf({ actor, now }: Pick<LocalDeps, "actor" | "now">): {
  secrets: boolean;
  names: boolean;
  actor: string;
  now: Date;
} {
  return { secrets: true, names: true, actor, now: now() };
}
