import { z } from "zod";

import type { Connection } from "./connection.ts";
import { ModelError, remoteText } from "./model-error.ts";
import type { PullProgress } from "./model-types.ts";
import { wireValue } from "./wire-value.ts";

// Ollama is silent while it verifies what it has loaded, which takes minutes for a large model on a slow disk.
const silenceFactor = 5;

const pullLine = z.object({
  status: z.string().default(""),
  total: z.number().optional(),
  completed: z.number().optional(),
});

/** Has Ollama load a model. Throws ModelError: `no_model` when there is none of that name. */
export async function pullModel(
  connection: Connection,
  name: string,
  signal: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<void> {
  const idleMs = connection.idleMs * silenceFactor;
  const call = { wholeMs: null, idleMs, signal, model: name, maxBytes: Infinity, lines: true };
  try {
    await connection.call(call, async (client) => {
      for await (const part of await client.pull({ model: name, stream: true })) {
        const { status, total = null, completed } = wireValue(pullLine, part, "/api/pull");
        onProgress({ status: remoteText(status), done: completed ?? (total === null ? null : 0), total });
      }
    });
  } catch (error) {
    throw explained(error, name);
  }
}

function explained(error: unknown, name: string): unknown {
  if (!(error instanceof ModelError)) return error;
  const unknown = error.code === "failed" && /file does not exist|not found/i.test(error.message);
  if (!unknown && error.code !== "no_model") return error;
  return new ModelError(
    "no_model",
    `There is no model ${remoteText(name)} to pull: look for its name on ollama.com/library`,
  );
}
