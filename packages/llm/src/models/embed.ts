import { z } from "zod";

import { keepAlive } from "./chat.ts";
import type { Connection } from "./connection.ts";
import { ModelError } from "./model-error.ts";
import { isTooLong } from "./status-failure.ts";
import { wireValue } from "./wire-value.ts";

// Versions of Ollama that do not heed `truncate` refuse what is longer than the context: then less is tried.
const lengths = [8000, 4000, 2000, 1000];
const maxBytes = 64_000_000;

type Embedded = { vectors: Float32Array[]; tokens: number };

const embedAnswer = z.object({
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.number().nonnegative().default(0),
});

/** One vector per text, of the same dimension. A text longer than the model's context loses its end. */
export async function embed(connection: Connection, texts: string[], signal: AbortSignal): Promise<Embedded> {
  if (texts.length === 0) return { vectors: [], tokens: 0 };
  return embedUpTo(connection, texts, signal, lengths);
}

async function embedUpTo(
  connection: Connection,
  texts: string[],
  signal: AbortSignal,
  [chars = 0, ...shorter]: number[],
): Promise<Embedded> {
  try {
    return await embedOnce(connection, cutTexts(texts, chars), signal);
  } catch (error) {
    const refused = error instanceof ModelError && error.code === "refused" && isTooLong(error.message);
    const rest = shorter.filter((length) => texts.some((text) => text.length > length));
    if (!refused || rest.length === 0) throw error;
    return embedUpTo(connection, texts, signal, rest);
  }
}

async function embedOnce(connection: Connection, input: string[], signal: AbortSignal): Promise<Embedded> {
  const { settings, idleMs } = connection;
  const model = settings.embedModel;
  const answer = await connection.call(
    { wholeMs: settings.timeoutMs, idleMs, signal, model, maxBytes, lines: false },
    (client) => client.embed({ model, input, truncate: true, keep_alive: keepAlive(settings.keepAlive) }),
  );
  const { embeddings, prompt_eval_count: tokens } = wireValue(embedAnswer, answer, "/api/embed");
  const vectors = embeddings.map((numbers) => Float32Array.from(numbers));
  const problem = problemOf(vectors, input.length);
  if (problem !== null) {
    throw new ModelError("bad_answer", `The model ${model} gave ${problem}: take another embedding model`);
  }
  return { vectors, tokens };
}

function problemOf(vectors: Float32Array[], texts: number): string | null {
  if (vectors.length !== texts) return `${vectors.length} vectors for ${texts} texts`;
  const dimensions = vectors[0]?.length ?? 0;
  if (dimensions === 0) return "an empty vector";
  if (vectors.some((vector) => vector.length !== dimensions)) return "vectors of several dimensions";
  // What is finite in JSON need not be in 32 bits.
  return vectors.every((vector) => vector.every(Number.isFinite)) ? null : "a vector that is not finite";
}

function cutTexts(texts: string[], chars: number): string[] {
  return texts.map((text) => text.slice(0, chars).replace(/[\uD800-\uDBFF]$/, ""));
}
