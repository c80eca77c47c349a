import type { ModelSettings } from "@cti/llm/models/open-models";
import { starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { localModels } from "@cti/testing/local-models";
import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { seedArticles } from "@cti/testing/seed-articles";
import { type TestDb, testDb } from "@cti/testing/test-db";

import type { PerformDeps } from "../src/analyses/perform-analysis.ts";

/** Two sentences that a model may quote, and an article without either. */
export const harbor =
  "Attackers exploit CVE-2026-41001 in the Harbor VPN gateway. They plant a web shell on every appliance.";

/** An answer of which the first sentence is borne out and the second is not. */
export const harborSummary = {
  sentences: [
    {
      quotes: ["Attackers exploit CVE-2026-41001 in the Harbor VPN gateway"],
      text: "Attackers exploit CVE-2026-41001 in the Harbor VPN gateway.",
    },
    {
      quotes: ["The intruders demand forty million dollars"],
      text: "The intruders demand forty million dollars.",
    },
  ],
};

/** A database with one article, a double of Ollama, and all that an analysis takes. */
export type Desk = {
  db: TestDb;
  ollama: OllamaDouble;
  deps: PerformDeps;
  articleId: number;
  close: () => Promise<void>;
};

export async function openDesk(settings: Partial<ModelSettings> = {}): Promise<Desk> {
  const db = await testDb();
  const ollama = await ollamaDouble();
  ollama.onChat(() => JSON.stringify(harborSummary));
  const models = localModels({ url: ollama.url, ...settings });
  const knowledge = starterKnowledge();
  const at = new Date("2026-03-01T10:00:00Z");
  const seed = { source: "alpha", title: "Harbor VPN gateways attacked", text: harbor, at };
  const [articleId = 0] = await seedArticles(db, [seed]);
  return {
    db,
    ollama,
    articleId,
    deps: {
      db: db.db,
      sql: db.sql,
      now: () => new Date(),
      models,
      knowledge: () => Promise.resolve(knowledge),
      maxParts: 12,
    },
    close: async () => {
      await models.close();
      await ollama.close();
      await db.drop();
    },
  };
}
