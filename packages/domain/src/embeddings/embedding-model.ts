import type { Models } from "@cti/llm/models/model-types";

/** Of a model only its settings: reading what is embedded needs no model that answers. */
export type EmbeddingModel = Pick<Models, "settings">;

/**
 * Under which name the vectors of the model that is set are kept; null where none is set. A name without tag means
 * `:latest`, so that both are one.
 */
export function embeddingModelOf({ settings }: EmbeddingModel): string | null {
  const name = settings.embedModel.trim().toLowerCase();
  return name === "" ? null : name.replace(/:latest$/, "");
}
