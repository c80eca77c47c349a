import { ollamaDouble, type OllamaDouble } from "@cti/testing/ollama-double";
import { onTestFinished } from "vitest";

import { type Models, type ModelSettings, openModels } from "../src/models/open-models.ts";

export const testSettings: ModelSettings = {
  url: null,
  model: "mistral",
  embedModel: "nomic-embed-text",
  timeoutMs: 20_000,
  connectTimeoutMs: 5000,
  keepAlive: "5m",
  contextTokens: 8192,
  temperature: 0.1,
};

type Clock = { now: Date };

/** Models that ask a double of Ollama; both end with the test. The clock is the breaker's. */
export async function modelsOnDouble({
  settings = {},
  idleMs = 20_000,
}: { settings?: Partial<ModelSettings>; idleMs?: number } = {}): Promise<{
  models: Models;
  double: OllamaDouble;
  clock: Clock;
}> {
  const double = await ollamaDouble();
  const clock = { now: new Date("2026-01-01T10:00:00Z") };
  const models = openModels(
    { ...testSettings, url: double.url, ...settings },
    { now: () => clock.now, idleMs },
  );
  onTestFinished(async () => {
    await models.close();
    await double.close();
  });
  return { models, double, clock };
}

/** A chat request of one sentence. */
export function question(signal: AbortSignal = new AbortController().signal): {
  messages: { role: "user"; content: string }[];
  schema: Record<string, unknown>;
  maxTokens: number;
  signal: AbortSignal;
} {
  return {
    messages: [{ role: "user", content: "What is reported?" }],
    schema: { type: "object", properties: { text: { type: "string" } } },
    maxTokens: 200,
    signal,
  };
}
