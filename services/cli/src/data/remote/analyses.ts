import type { Client } from "@cti/contract/client";

import type { Data } from "../data.ts";
import { walk } from "../walk.ts";
import { pageOf } from "./asked.ts";
import { followAnalysis } from "./follow-analysis.ts";

export function remoteAnalyses(client: Client): Data["analyses"] {
  return {
    list: ({ subject, id: subject_id, kind, status }, limit) => {
      const filter = { subject, subject_id, kind, status };
      return walk(limit, (page) => client.listAnalyses({ query: { ...filter, ...pageOf(page) } }));
    },
    show: (id) => client.getAnalysis({ params: { id } }),
    prompt: (id) => client.getAnalysisPrompt({ params: { id } }),
    preview: ({ subject, id: subject_id, kind }) =>
      client.previewAnalysis({ body: { subject, subject_id, kind } }),
    ask: async ({ subject, id: subject_id, kind }, { force }, watch) => {
      const { cached, ...analysis } = await client.createAnalysis({
        body: { subject, subject_id, kind, force },
      });
      try {
        return { analysis: await followAnalysis(client, analysis, watch), cached };
      } catch (error) {
        // What somebody else had asked for goes on without us.
        if (watch.signal.aborted && !cached) await cancel(client, analysis.id);
        throw error;
      }
    },
    askTop: (count, kind) => client.analyseTop({ body: { count, kind } }),
    finish: async (line, watch) => {
      try {
        return await followAnalysis(client, line, watch);
      } catch (error) {
        if (watch.signal.aborted) await cancel(client, line.id);
        throw error;
      }
    },
    cancel: (id) => client.cancelAnalysis({ params: { id } }),
    judge: (id, said) => client.judgeAnalysis({ params: { id }, body: said }),
  };
}

/** It may have ended meanwhile. */
async function cancel(client: Client, id: number): Promise<void> {
  await client.cancelAnalysis({ params: { id } }).catch(() => undefined);
}
