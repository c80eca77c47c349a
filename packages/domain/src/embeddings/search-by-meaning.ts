import type { Db } from "@cti/db/client";
import { ModelError, type ModelErrorCode } from "@cti/llm/models/model-error";
import type { Models } from "@cti/llm/models/model-types";
import { queryText } from "@cti/pipeline/embedding/embedding-text";
import { quantise } from "@cti/pipeline/embedding/quantise";

import { embeddingModelOf } from "./embedding-model.ts";
import { findNearest, hasVectors, type SignedVector } from "./nearest-articles.ts";
import { type Near, toNear } from "./near.ts";
import { findByWords } from "./search-by-words.ts";

export type MeaningDeps = {
  models: Pick<Models, "settings" | "embed">;
  /** Reads in a transaction of its own, so that none is open while the model thinks. */
  read: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  /** Somebody waits for the answer: a model that has to be loaded first comes too late. 5 s unless told. */
  patienceMs?: number;
};

/**
 * Articles that mean what a sentence says, in whatever words. Where there is no model, or it does not answer within
 * five seconds, or nothing is embedded, those that have its words. Rejects with the signal's reason.
 */
export async function searchByMeaning(
  deps: MeaningDeps,
  { text, limit }: { text: string; limit: number },
  signal: AbortSignal,
): Promise<Near> {
  const { read } = deps;
  const question = await embed(deps, text, signal);
  if ("why" in question) return byWords(read, { text, limit }, question.why);
  const { model, vector } = question;
  const near = await read(async (db) => {
    const found = await findNearest(db, vector, { model, without: [], limit });
    return found.length === 0 ? null : toNear(db, "meaning", found);
  });
  return near ?? byWords(read, { text, limit }, "Nothing is embedded by the model as it is now");
}

/** The vector of a question, or why there is none, without a word of where the model is. */
async function embed(
  { models, read, patienceMs = 5_000 }: MeaningDeps,
  text: string,
  signal: AbortSignal,
): Promise<{ model: string; vector: SignedVector } | { why: string }> {
  const model = embeddingModelOf(models);
  if (models.settings.url === null) return { why: "No model is configured (OLLAMA_URL)" };
  if (model === null) return { why: "No embedding model is set (LLM_EMBED_MODEL)" };
  if (!(await read((db) => hasVectors(db, model)))) return { why: "Nothing is embedded yet" };
  const late = AbortSignal.timeout(patienceMs);
  try {
    const options = { signal: AbortSignal.any([signal, late]) };
    const { vectors } = await models.embed([queryText(model, text)], options);
    const vector = quantise(vectors[0] ?? new Float32Array(0));
    return vector === null ? { why: "The model has no direction for this" } : { model, vector };
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return { why: `The model did not answer within ${patienceMs / 1_000} s` };
    if (error instanceof ModelError) return { why: whyNot[error.code] };
    throw error;
  }
}

const whyNot: Record<ModelErrorCode, string> = {
  off: "No model is configured (OLLAMA_URL)",
  away: "The model is away",
  no_model: "The embedding model is not there (`cti models pull`)",
  timeout: "The model did not answer in time",
  refused: "The model did not take this",
  bad_answer: "The model gave no usable answer",
  failed: "The model failed at this",
};

function byWords(
  read: MeaningDeps["read"],
  { text, limit }: { text: string; limit: number },
  why: string,
): Promise<Near> {
  const message = `${why}: these are found by the words.`;
  return read(async (db) => toNear(db, "words", await findByWords(db, text, limit), message));
}
