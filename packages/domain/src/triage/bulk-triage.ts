import type { Db } from "@cti/db/client";
import type { Query } from "@cti/pipeline/query/query";
import { sql } from "drizzle-orm";

import { articleConditions } from "../articles/article-conditions.ts";
import { DomainError } from "../errors.ts";
import { giveUndo } from "../undo/give-undo.ts";
import { knownSubjects } from "./subject.ts";
import { dropTags, type TagRow, writeTags } from "./tags.ts";
import { checkTriageChange, type TriageChange } from "./triage-change.ts";
import { takeTriageTurn } from "./triage-lock.ts";
import { type TriageBefore, writeTriage } from "./write-triage.ts";

export type BulkTriage = {
  subject: "article" | "story";
  /** The subjects, or all articles that a search finds. */
  which: { ids: number[] } | { search: Query };
  change: TriageChange & { add_tags?: string[] | undefined; remove_tags?: string[] | undefined };
  dryRun: boolean;
};

export type BulkOutcome = {
  dry_run: boolean;
  matched: number;
  changed: number;
  results: { id: number; outcome: "changed" | "unchanged" | "not_found" }[];
  undo_token: string | null;
  undo_until: Date | null;
};

/** What undoing needs: rows as they were, and the time by which it knows that nobody changed them since. */
export type TriageUndo = {
  subject: "article" | "story";
  at: string;
  rows: TriageBefore[];
  added: { id: number; tag: string }[];
  removed: TagRow[];
};

const mostMatches = 10_000;

/**
 * Does the same with many subjects in a few statements. `principal` is whoever may undo it. Throws `invalid` when a search finds
 * more than 10,000 articles.
 */
export async function bulkTriage(
  tx: Db,
  { subject, which, change, dryRun }: BulkTriage,
  by: { actor: string; principal: string; now: Date },
): Promise<BulkOutcome> {
  const ids = "ids" in which ? [...new Set(which.ids)] : await findAll(tx, subject, which.search);
  const known = await knownSubjects(tx, subject, ids);
  const present = ids.filter((id) => known.has(id));
  const undo = dryRun
    ? await withoutTrace(tx, (inner) => applyChange(inner, { subject, ids: present, change }, by))
    : await applyChange(tx, { subject, ids: present, change }, by);
  const changed = new Set([...undo.rows, ...undo.added, ...undo.removed].map(({ id }) => id));
  const isUndoable = !dryRun && changed.size > 0;
  const given = isUndoable ? await giveUndo(tx, { action: "triage.bulk", before: undo }, by) : null;
  return {
    dry_run: dryRun,
    matched: present.length,
    changed: changed.size,
    results: ids.map((id) => ({
      id,
      outcome: changed.has(id) ? "changed" : known.has(id) ? "unchanged" : "not_found",
    })),
    undo_token: given?.token ?? null,
    undo_until: given?.until ?? null,
  };
}

async function findAll(tx: Db, subject: "article" | "story", search: Query): Promise<number[]> {
  if (subject !== "article")
    throw new DomainError("invalid", "A search finds articles: name stories by their ids");
  const { plain, search: found } = await articleConditions(tx, { search });
  const all = sql`from articles where ${plain} and ${found?.set ?? sql`true`}`;
  const rows = await tx.execute<{ id: string }>(
    sql`select articles.id ${all} order by articles.id limit ${mostMatches + 1}`,
  );
  if (rows.length <= mostMatches) return rows.map(({ id }) => Number(id));
  const [counted] = await tx.execute<{ count: number }>(sql`select count(*)::int as count ${all}`);
  throw new DomainError(
    "invalid",
    `This search finds ${counted?.count ?? rows.length} articles, and at most ${mostMatches} are changed at once; narrow it down`,
  );
}

type Work = Pick<BulkTriage, "subject" | "change"> & { ids: number[] };

async function applyChange(
  tx: Db,
  { subject, ids, change }: Work,
  { actor, now }: { actor: string; now: Date },
): Promise<TriageUndo> {
  const { add_tags: addTags = [], remove_tags: removeTags = [], ...rest } = change;
  const checked = await checkTriageChange(tx, rest, now);
  await takeTriageTurn(tx);
  return {
    subject,
    at: now.toISOString(),
    rows: await writeTriage(tx, { subject, ids }, checked, { actor, now }),
    removed: await dropTags(tx, { subject, ids, tags: removeTags }),
    added: await writeTags(tx, { subject, ids, tags: addTags }, { actor, now }),
  };
}

class TakenBack extends Error {}

/** What work would give, without its changes. */
async function withoutTrace<T>(tx: Db, work: (inner: Db) => Promise<T>): Promise<T> {
  let result: { value: T } | null = null;
  try {
    await tx.transaction(async (inner) => {
      result = { value: await work(inner) };
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (result === null) throw new Error("The work left no result.");
  return (result as { value: T }).value;
}
