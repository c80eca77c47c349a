import { createHash } from "node:crypto";

import type { Db } from "@cti/db/client";
import { type KnowledgeKind, knowledgeSets } from "@cti/db/schema/knowledge";
import type { RunStatus, RunTrigger } from "@cti/db/schema/runs";
import type { Fetcher } from "@cti/fetch/fetcher";
import { and, eq } from "drizzle-orm";
import type { Sql } from "postgres";

import { withRun } from "../runs/with-run.ts";
import { storable } from "../storable.ts";
import { type Origin, readKnowledgeFiles } from "./knowledge-files.ts";
import { readKnowledge } from "./read-knowledge.ts";
import { saveVulnerabilities } from "./save-vulnerabilities.ts";

export type SyncDeps = { db: Db; sql: Sql; fetcher: Fetcher | null; now: () => Date };

export type SyncedSet = {
  kind: KnowledgeKind;
  name: string;
  version: string;
  origin: string;
  items: number;
  outcome: "new" | "updated" | "unchanged" | "failed";
  warnings: string[];
  error: string | null;
};

export type SyncSummary = { runId: number; status: RunStatus; sets: SyncedSet[] };

/**
 * Loads bodies of knowledge from files or URLs, each in a transaction of its own. What cannot be read is counted and
 * named; what was loaded before stays as it was.
 */
export async function syncKnowledge(
  deps: SyncDeps,
  {
    kind,
    origin,
    trigger,
    actor,
  }: { kind: KnowledgeKind; origin: Origin; trigger: RunTrigger; actor: string },
  onSet: (set: SyncedSet) => void,
): Promise<SyncSummary> {
  const sets: SyncedSet[] = [];
  const request = { kind: `knowledge_${kind}`, trigger, actor, params: { origin } };
  const { runId, status } = await withRun(deps, request, async () => {
    for await (const file of readKnowledgeFiles(deps.fetcher, origin)) {
      const set =
        "error" in file
          ? failed(kind, file.origin, file.error)
          : await syncFile(deps, kind, file).catch(rethrowUnless(kind, file.origin));
      sets.push(set);
      onSet(set);
    }
    return { status: statusOf(sets), ...summaryOf(sets) };
  });
  return { runId, status, sets };
}

async function syncFile(
  { db, now }: SyncDeps,
  kind: KnowledgeKind,
  { name, origin, text }: { name: string; origin: string; text: string },
): Promise<SyncedSet> {
  const contentHash = createHash("sha256").update(text).digest("hex");
  const read = readKnowledge(kind, text, name);
  const [known] = await db
    .select({ contentHash: knowledgeSets.contentHash })
    .from(knowledgeSets)
    .where(and(eq(knowledgeSets.kind, kind), eq(knowledgeSets.name, read.name)));
  const set = {
    kind,
    name: read.name,
    version: read.version,
    origin,
    items: read.items,
    warnings: read.warnings,
    error: null,
  };
  if (known?.contentHash === contentHash) return { ...set, outcome: "unchanged" };
  const row = storable({
    version: read.version,
    origin,
    contentHash,
    items: read.items,
    data: read.data,
    warnings: read.warnings.slice(0, 50),
    syncedAt: now(),
  });
  await db.transaction(async (tx) => {
    await saveVulnerabilities(tx, kind, read.vulnerabilities, now());
    await tx
      .insert(knowledgeSets)
      .values({ kind, name: read.name, ...row })
      .onConflictDoUpdate({ target: [knowledgeSets.kind, knowledgeSets.name], set: row });
  });
  return { ...set, outcome: known ? "updated" : "new" };
}

/** A file with wrong content is one failure of the batch; a lost database is not. */
function rethrowUnless(kind: KnowledgeKind, origin: string): (error: unknown) => SyncedSet {
  return (error) => {
    if (error instanceof SyntaxError) return failed(kind, origin, `is no JSON file: ${error.message}`);
    if (error instanceof Error && "reason" in error) return failed(kind, origin, error.message);
    throw error;
  };
}

function failed(kind: KnowledgeKind, origin: string, error: string): SyncedSet {
  return { kind, name: origin, version: "", origin, items: 0, outcome: "failed", warnings: [], error };
}

function statusOf(sets: SyncedSet[]): RunStatus {
  const failures = sets.filter(({ outcome }) => outcome === "failed").length;
  if (failures === 0) return "completed";
  return failures === sets.length ? "failed" : "completed_with_errors";
}

function summaryOf(sets: SyncedSet[]): {
  counts: Record<"found" | "new" | "updated" | "unchanged" | "failed", number>;
  metrics: Record<string, unknown>;
  errors: { source: string; reason: string; message: string }[];
} {
  const withOutcome = (outcome: SyncedSet["outcome"]): number =>
    sets.filter((set) => set.outcome === outcome).length;
  return {
    counts: {
      found: sets.length,
      new: withOutcome("new"),
      updated: withOutcome("updated"),
      unchanged: withOutcome("unchanged"),
      failed: withOutcome("failed"),
    },
    metrics: { items: sets.reduce((sum, { items }) => sum + items, 0) },
    errors: sets.flatMap(({ origin, error }) =>
      error === null ? [] : [{ source: origin, reason: "unreadable", message: error }],
    ),
  };
}
