import type { Db } from "@cti/db/client";
import { analyses, type AnalysisStatus } from "@cti/db/schema/analyses";
import { eq } from "drizzle-orm";

import { type AnnounceDeps, tell } from "../events/announce.ts";

/** How far an analysis is; `text` is what the model has written so far, as people read it. */
export type AnalysisDelta = { done: number; total: number; text: string };

const pauseMs = 500;
const mostChars = 4_000;
/** An event has 8 kB; texts beyond Latin letters take more bytes than they have characters. */
const mostBytes = 6_500;

/** Tells open screens where an analysis stands now. For after the transaction; never rejects. */
export async function announceAnalysis({ db, report }: AnnounceDeps, id: number): Promise<void> {
  const row = await readState(db, id).catch(() => null);
  if (row === null) return;
  const { status, subject, subjectId } = row;
  const data = { analysis_id: id, status, subject, subject_id: subjectId };
  await tell(db, { event: "analysis.changed", topic: `analysis:${id}`, data }, report);
}

async function readState(
  db: Db,
  id: number,
): Promise<{ status: AnalysisStatus; subject: string; subjectId: number } | null> {
  const [row] = await db
    .select({ status: analyses.status, subject: analyses.subject, subjectId: analyses.subjectId })
    .from(analyses)
    .where(eq(analyses.id, id));
  return row ?? null;
}

/**
 * Tells open screens what the model writes: twice a second at most, and the latest also when the model pauses. After
 * `stop` nothing comes any more.
 */
export function openDeltas(
  { db, report }: AnnounceDeps,
  id: number,
): { tell(delta: AnalysisDelta): void; stop(): void } {
  let latest: AnalysisDelta | null = null;
  let pause: NodeJS.Timeout | null = null;
  let isTelling = false;
  const send = (): void => {
    pause = null;
    if (latest === null || isTelling) return;
    const { done, total, text } = latest;
    latest = null;
    isTelling = true;
    const data = { analysis_id: id, done, total, text: lastOf(text) };
    void tell(db, { event: "llm.delta", topic: `analysis:${id}`, data }, report).finally(() => {
      isTelling = false;
      if (latest !== null) pause ??= setTimeout(send, pauseMs).unref();
    });
    pause = setTimeout(send, pauseMs).unref();
  };
  return {
    tell: (delta) => {
      latest = delta;
      if (pause === null) send();
    },
    stop: () => {
      latest = null;
      if (pause) clearTimeout(pause);
    },
  };
}

/** Of a long text its end, which is what is new. */
function lastOf(text: string): string {
  for (let chars = mostChars; ; chars = Math.floor(chars / 2)) {
    const shown = text.length <= chars ? text : `…${text.slice(1 - chars)}`;
    if (Buffer.byteLength(JSON.stringify(shown)) <= mostBytes) return shown.toWellFormed();
  }
}
