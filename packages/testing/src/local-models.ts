import { type Models, type ModelSettings, openModels } from "@cti/llm/models/open-models";

/** Local models as they are opened by default; without `url` there are none. */
export function localModels(settings: Partial<ModelSettings> = {}): Models {
  return openModels({
    url: null,
    model: "mistral",
    embedModel: "nomic-embed-text",
    timeoutMs: 5_000,
    connectTimeoutMs: 1_000,
    keepAlive: "5m",
    contextTokens: 8_192,
    temperature: 0.1,
    ...settings,
  });
}
