import { ModelError } from "@cti/llm/models/model-error";
import type { Models } from "@cti/llm/models/model-types";
import { documentText } from "@cti/pipeline/embedding/embedding-text";
import { quantise } from "@cti/pipeline/embedding/quantise";

import type { DueArticle } from "./due-articles.ts";
import type { Embedded } from "./save-embeddings.ts";

export type EmbeddedBatch = {
  embedded: Embedded[];
  tokens: number;
  /** Why the model gives no more, with what is done before; null where the whole batch was seen. */
  stopped: ModelError | null;
  /** What the model last said of an article that it could not embed. */
  problem: string | null;
};

/**
 * The vectors of a batch. Where the model fails at it, each half is asked for by itself, until the article that it
 * cannot take stands alone. Rejects with the signal's reason.
 */
export async function embedBatch(
  models: Pick<Models, "embed">,
  articles: DueArticle[],
  { model, signal }: { model: string; signal: AbortSignal },
): Promise<EmbeddedBatch> {
  const done: EmbeddedBatch = { embedded: [], tokens: 0, stopped: null, problem: null };
  const waiting = [articles];
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    try {
      const texts = part.map((article) => documentText(model, article));
      const { vectors, tokens } = await models.embed(texts, { signal });
      done.tokens += tokens;
      for (const [at, article] of part.entries()) {
        const vector = quantise(vectors[at] ?? new Float32Array(0));
        if (vector === null) done.problem = `The model ${model} has no direction for a text`;
        done.embedded.push({ article, vector });
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ModelError)) throw error;
      if (!isOfTexts(error) || !(await isWell(models, { model, signal }))) return { ...done, stopped: error };
      done.problem = error.message;
      const [only] = part;
      if (part.length === 1 && only) done.embedded.push({ article: only, vector: null });
      else waiting.push(...halves(part));
    }
  }
  return done;
}

/** All others would be the same with other texts. */
function isOfTexts({ code }: ModelError): boolean {
  return code === "failed" || code === "bad_answer" || code === "refused";
}

/**
 * Whether it was the texts: then the model has an answer to a plain one. Without that question a few bad articles in a
 * row would look like an Ollama that is away, and keep all others waiting.
 */
async function isWell(
  models: Pick<Models, "embed">,
  { model, signal }: { model: string; signal: AbortSignal },
): Promise<boolean> {
  try {
    await models.embed([documentText(model, { title: "Security news", text: "" })], { signal });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelError) return false;
    throw error;
  }
}

function halves<T>(list: T[]): [T[], T[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
