import type { analysisRoutes } from "@cti/contract/routes/analyses";
import { analyseTop } from "@cti/domain/analyses/analyse-top";
import type { AnalysisLine } from "@cti/domain/analyses/analysis-line";
import { announceAnalysis } from "@cti/domain/analyses/announce-analysis";
import { cancelAnalysis } from "@cti/domain/analyses/cancel-analysis";
import { getAnalysis } from "@cti/domain/analyses/get-analysis";
import { judgeAnalysis } from "@cti/domain/analyses/judge-analysis";
import { listAnalyses } from "@cti/domain/analyses/list-analyses";
import { contextOf, previewAnalysis } from "@cti/domain/analyses/preview-analysis";
import { promptOf } from "@cti/domain/analyses/prompt-of";
import { queueAnalysis, requestAnalysis } from "@cti/domain/analyses/request-analysis";

import type { Handlers } from "../handler.ts";
import type { WebDeps } from "../web-deps.ts";

export const analysisHandlers: Handlers<typeof analysisRoutes> = {
  listAnalyses: ({ query: { subject_id: subjectId, cursor = null, ...filter }, inTenant }) =>
    inTenant((tx) => listAnalyses(tx, { ...filter, subjectId, cursor })),

  createAnalysis: async ({ body, actor, inTenant, audit, header }, deps) => {
    const { subject, subject_id: subjectId, kind, force } = body;
    const { analysis, cached } = await inTenant(async (tx) => {
      const request = { subject, subjectId, kind, force, trigger: "api", actor } as const;
      const asked = await requestAnalysis(tx, inputOf(deps), request);
      if (!asked.cached)
        await audit(tx, "analysis.create", `analysis ${asked.analysis.id}`, {
          subject: `${subject} ${asked.analysis.subject_id}`,
          kind,
          model: asked.analysis.model,
          force,
        });
      return asked;
    });
    header("location", `/api/v1/analyses/${analysis.id}`);
    return { ...(cached ? analysis : await queued(deps, analysis)), cached };
  },

  previewAnalysis: async ({ body: { subject, subject_id: subjectId, kind }, inTenant }, deps) => {
    // Outside of the transaction, which must not wait for a model.
    const contextTokens = await contextOf(deps.models);
    return inTenant((tx) =>
      previewAnalysis(tx, { ...inputOf(deps), contextTokens }, { subject, subjectId, kind }),
    );
  },

  analyseTop: async ({ body: { count, kind }, actor, inTenant, audit }, deps) => {
    const { requested, already } = await inTenant(async (tx) => {
      const found = await analyseTop(tx, inputOf(deps), { count, kind, trigger: "api", actor });
      const ids = found.requested.map(({ id }) => id);
      if (ids.length > 0) await audit(tx, "analysis.create", "top stories", { kind, analyses: ids });
      return found;
    });
    const lines = [];
    for (const line of requested) lines.push(await queued(deps, line));
    return { requested: lines, already };
  },

  getAnalysis: ({ params: { id }, actor, inTenant }, deps) =>
    inTenant((tx) => getAnalysis(tx, inputOf(deps), { id, actor })),

  getAnalysisPrompt: ({ params: { id }, inTenant }, deps) =>
    inTenant((tx) => promptOf(tx, inputOf(deps), id)),

  cancelAnalysis: async ({ params: { id }, actor, who, now, inTenant, audit }, deps) => {
    const line = await inTenant(async (tx) => {
      const cancelled = await cancelAnalysis(tx, id, { ofAll: who.scopes.includes("operator"), now });
      await audit(tx, "analysis.cancel", `analysis ${id}`, { job: cancelled.job_id });
      return cancelled;
    });
    // The row says it already; its job hears of it at once, not only when it looks.
    if (line.job_id !== null)
      await deps.queues
        .cancel(line.job_id, actor)
        .catch((error: unknown) => deps.log.warn({ err: error, analysis: id }, "a job was not cancelled"));
    await announceAnalysis({ db: deps.db }, id);
    return line;
  },

  judgeAnalysis: ({ params: { id }, body: { claim, verdict }, actor, now, inTenant, audit }, deps) =>
    inTenant(async (tx) => {
      const changes = await judgeAnalysis(tx, { id, claim, verdict, actor, now });
      await audit(tx, "analysis.judge", `analysis ${id}`, { claim, verdict });
      for (const { entityId, articleId, before, after } of changes)
        await audit(
          tx,
          after ? "verdict.set" : "verdict.remove",
          `entity ${entityId} in article ${articleId}`,
          { before, after: after && { verdict: after.verdict, note: after.note } },
        );
      return getAnalysis(tx, inputOf(deps), { id, actor });
    }),
};

function inputOf({ models, analyses, now }: WebDeps): {
  models: WebDeps["models"];
  maxParts: number;
  now: () => Date;
} {
  return { models, maxParts: analyses.maxParts, now };
}

/** Without the queue the analysis waits in its row until a worker finds it there. */
async function queued(deps: WebDeps, line: AnalysisLine): Promise<AnalysisLine> {
  try {
    return { ...line, job_id: await queueAnalysis(deps, line.id) };
  } catch (error) {
    deps.log.warn({ err: error, analysis: line.id }, "an analysis waits for the queue");
    return line;
  }
}
