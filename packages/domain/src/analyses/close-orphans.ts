import type { Db } from "@cti/db/client";
import { analyses } from "@cti/db/schema/analyses";
import type { Queues } from "@cti/queue/queue-types";
import { and, eq, inArray, lt, sql } from "drizzle-orm";

import { lockSpaces } from "../runs/lock-session.ts";
import { announceAnalysis } from "./announce-analysis.ts";
import { queueAnalysis } from "./request-analysis.ts";

type Deps = { db: Db; queues: Pick<Queues, "enqueue" | "find">; now: () => Date };

/** Whoever has just written a row is given so long to queue it. */
const settleMs = 60_000;
const open = ["queued", "running"] as const;

/**
 * Looks for analyses that wait, or say that they run, although nobody will do them: the queue lost their job, or their
 * process died. They are queued again; one whose job has failed for good has failed. Returns their numbers.
 */
export async function closeOrphans(deps: Deps): Promise<number[]> {
  const { db, now } = deps;
  const before = new Date(now().getTime() - settleMs);
  const rows = await db
    .select({ id: analyses.id, jobId: analyses.jobId })
    .from(analyses)
    .where(and(inArray(analyses.status, open), lt(analyses.requestedAt, before)))
    .orderBy(analyses.id);
  const closed: number[] = [];
  for (const { id, jobId } of rows) {
    const outcome = await db.transaction((tx) => judge(tx, deps, { id, jobId }));
    if (outcome === "keep") continue;
    closed.push(id);
    if (outcome === "queue") await queueAnalysis(deps, id);
    else await announceAnalysis({ db }, id);
  }
  return closed;
}

async function judge(
  tx: Db,
  { queues, now }: Deps,
  { id, jobId }: { id: number; jobId: string | null },
): Promise<"keep" | "queue" | "failed"> {
  // Held by whoever does it; so nobody begins while we look.
  const [lock] = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(${lockSpaces.analysis}, ${id}::int) as free`,
  );
  if (!lock?.free) return "keep";
  const job = jobId === null ? null : await queues.find(jobId);
  const isOpen = and(eq(analyses.id, id), inArray(analyses.status, open));
  if (job?.state === "failed") {
    const error = (job.error ?? "Its job failed").slice(0, 500);
    const ended = { status: "failed", error, finishedAt: now() } as const;
    const [row] = await tx.update(analyses).set(ended).where(isOpen).returning({ id: analyses.id });
    return row ? "failed" : "keep";
  }
  const isWaiting = job !== null && job.state !== "completed";
  const [row] = await tx
    .update(analyses)
    .set({ status: "queued" })
    .where(isOpen)
    .returning({ id: analyses.id });
  return row && !isWaiting ? "queue" : "keep";
}
