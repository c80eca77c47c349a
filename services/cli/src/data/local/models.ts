import { modelRoutes } from "@cti/contract/routes/models";
import { reportModels } from "@cti/domain/analyses/report-models";
import { describeModels } from "@cti/domain/models/describe-models";
import { modelsToPull, pullModel } from "@cti/domain/models/pull-models";

import type { Data } from "../data.ts";
import type { LocalDeps } from "./local-deps.ts";

const { getModels: shows, reportModels: reports } = modelRoutes;

/** Ollama is asked by this process itself. */
export function localModels(deps: LocalDeps): Data["models"] {
  return {
    show: async () =>
      shows.response.parse(await describeModels({ db: await deps.db(), models: await deps.models() })),
    state: async () => {
      const { status, message, url, version, breaker, models } = await (await deps.models()).check();
      return { status, message, url, version, breaker, used: models };
    },
    report: async () => reports.response.parse({ items: await reportModels(await deps.db()) }).items,
    pull: async (given, { signal, onProgress }) => {
      const models = await deps.models();
      const names = await modelsToPull(models, given);
      const pulling = { db: await deps.db(), sql: await deps.sql(), now: deps.now, models };
      for (const model of names)
        await pullModel(
          pulling,
          { model, trigger: "cli", actor: deps.actor },
          { signal, onProgress: (step) => onProgress(model, step) },
        );
      return names;
    },
  };
}
