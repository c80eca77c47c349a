import { analysisRoutes } from "@cti/contract/routes/analyses";
import type { Db } from "@cti/db/client";
import { analyseHere } from "@cti/domain/analyses/analyse-here";
import { analyseTop } from "@cti/domain/analyses/analyse-top";
import { announceAnalysis } from "@cti/domain/analyses/announce-analysis";
import { cancelAnalysis } from "@cti/domain/analyses/cancel-analysis";
import { getAnalysis } from "@cti/domain/analyses/get-analysis";
import { judgeAnalysis } from "@cti/domain/analyses/judge-analysis";
import { listAnalyses } from "@cti/domain/analyses/list-analyses";
import { AnalysisCancelled, type PerformDeps } from "@cti/domain/analyses/perform-analysis";
import { contextOf, previewAnalysis } from "@cti/domain/analyses/preview-analysis";
import { promptOf } from "@cti/domain/analyses/prompt-of";
import { keepKnowledge } from "@cti/domain/knowledge/keep-knowledge";

import { exitCodes, Exit } from "../../exit.ts";
import type { AnalysisSubject, AnalysisWatch, Data } from "../data.ts";
import { walk } from "../walk.ts";
import type { LocalDeps } from "./local-deps.ts";

const { listAnalyses: lists, cancelAnalysis: oneLine } = analysisRoutes;

/** The model is asked by this process itself, without the queue. */
export function localAnalyses(deps: LocalDeps): Data["analyses"] {
  const { db: open, actor, now, maxParts } = deps;
  const input = async (): Promise<{ models: PerformDeps["models"]; maxParts: number; now: () => Date }> => ({
    models: await deps.models(),
    maxParts,
    now,
  });
  let performing: Promise<PerformDeps> | null = null;
  const ask: Data["analyses"]["ask"] = async ({ subject, id, kind }, { force }, watch) => {
    const request = { subject, subjectId: id, kind, force, trigger: "cli", actor } as const;
    performing ??= performDeps(deps);
    const { analysis, cached } = await analyseHere(await performing, request, watch).catch(fail);
    return { analysis: oneLine.response.parse(analysis), cached };
  };
  return {
    list: async ({ subject, id: subjectId, kind, status }, limit) => {
      const db = await open();
      const filter = { subject, subjectId, kind, status };
      return walk(limit, async (page) =>
        lists.response.parse(await listAnalyses(db, { ...filter, ...page })),
      );
    },
    show: async (id) =>
      analysisRoutes.getAnalysis.response.parse(
        await getAnalysis(await open(), await input(), { id, actor }),
      ),
    prompt: async (id) =>
      analysisRoutes.getAnalysisPrompt.response.parse(await promptOf(await open(), await input(), id)),
    preview: async (subject) => preview(deps, subject),
    ask,
    askTop: async (count, kind) => {
      const db = await open();
      const inputOf = await input();
      const top = await db.transaction((tx: Db) =>
        analyseTop(tx, inputOf, { count, kind, trigger: "cli", actor }),
      );
      return analysisRoutes.analyseTop.response.parse(top);
    },
    // The row that was requested is found by its texts, which are the same.
    finish: async ({ subject, subject_id: id, kind }, watch: AnalysisWatch) =>
      (await ask({ subject, id, kind }, { force: false }, watch)).analysis,
    cancel: (id) => cancel(deps, id),
    judge: async (id, said) => {
      const [db, inputOf] = [await open(), await input()];
      const judged = await db.transaction(async (tx: Db) => {
        await judgeAnalysis(tx, { id, ...said, actor, now: now() });
        return getAnalysis(tx, inputOf, { id, actor });
      });
      return analysisRoutes.judgeAnalysis.response.parse(judged);
    },
  };
}

async function performDeps(deps: LocalDeps): Promise<PerformDeps> {
  const db = await deps.db();
  const { now, maxParts } = deps;
  return {
    db,
    sql: await deps.sql(),
    now,
    models: await deps.models(),
    knowledge: keepKnowledge(db),
    maxParts,
  };
}

function fail(error: unknown): never {
  if (error instanceof AnalysisCancelled)
    throw new Exit(exitCodes.failed, "Somebody cancelled it meanwhile.");
  throw error;
}

async function preview(
  deps: LocalDeps,
  { subject, id: subjectId, kind }: AnalysisSubject,
): ReturnType<Data["analyses"]["preview"]> {
  const models = await deps.models();
  const { maxParts } = deps;
  const contextTokens = await contextOf(models);
  return analysisRoutes.previewAnalysis.response.parse(
    await previewAnalysis(await deps.db(), { models, maxParts, contextTokens }, { subject, subjectId, kind }),
  );
}

async function cancel(deps: LocalDeps, id: number): ReturnType<Data["analyses"]["cancel"]> {
  const db = await deps.db();
  const { actor, now } = deps;
  const line = await db.transaction((tx: Db) => cancelAnalysis(tx, id, { ofAll: true, now: now() }));
  // Its job hears of it at once, not only when it looks at the row.
  if (line.job_id !== null) await (await deps.queues()).cancel(line.job_id, actor);
  await announceAnalysis({ db }, id);
  return oneLine.response.parse(line);
}
