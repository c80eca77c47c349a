import type { Settings } from "@cti/config/settings";
import type { AnalysisSettings } from "@cti/domain/analyses/analysis-settings";
import { type Models, openModels } from "@cti/llm/models/open-models";

const connectTimeoutMs = 5_000;

/** The local models as the settings name them; nothing is asked before somebody uses them. */
export function openModelsOf(settings: Settings): Models {
  return openModels({
    url: settings["llm.url"],
    model: settings["llm.model"],
    embedModel: settings["llm.embed_model"] ?? "",
    timeoutMs: settings["llm.timeout"],
    connectTimeoutMs,
    keepAlive: `${Math.round(settings["llm.keep_alive"] / 1_000)}s`,
    contextTokens: settings["llm.context"],
    temperature: settings["llm.temperature"],
  });
}

export function analysisSettings(settings: Settings): AnalysisSettings {
  return { maxParts: settings["llm.max_parts"], top: settings["llm.top"] };
}
