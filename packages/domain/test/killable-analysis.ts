import { appRole, openClient } from "@cti/db/client";
import { starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { localModels } from "@cti/testing/local-models";

import { performAnalysis } from "../src/analyses/perform-analysis.ts";

// A process that does an analysis, to be killed.
const [url = "", ollama = "", id = ""] = process.argv.slice(2);
const { db, sql } = openClient(url, { poolSize: 4, name: "killable", role: appRole, tenant: 1 });
await performAnalysis(
  {
    db,
    sql,
    now: () => new Date(),
    models: localModels({ url: ollama }),
    knowledge: () => Promise.resolve(starterKnowledge()),
    maxParts: 12,
  },
  { analysisId: Number(id), trigger: "cli", actor: "ada" },
  { signal: new AbortController().signal, afterFailure: () => "failed" },
);
