import { openSession } from "@cti/db/open-session";
import type { Models } from "@cti/llm/models/open-models";
import type { Sql } from "postgres";

import { lockSpaces } from "../runs/lock-session.ts";

export type ModelTurns = {
  models: Models;
  /** Gives back what it holds. */
  close(): Promise<void>;
};

/**
 * The same models, of which each answers one question at a time, whoever asks it, in whichever process: two at once
 * would share the memory and the processors and both be late. Waiting does not count as the model's time.
 */
export function takeTurns(models: Models, sql: Sql): ModelTurns {
  const connection = openSession(sql, "model");
  return {
    models: {
      ...models,
      chat: async (request) => {
        const model = nameOf(request.model ?? models.settings.model);
        await hold(connection, model, request.signal);
        try {
          return await models.chat(request);
        } finally {
          // A connection that is lost has given it back by itself.
          await connection`select pg_advisory_unlock(${lockSpaces.model}, hashtext(${model}))`.catch(
            () => undefined,
          );
        }
      },
    },
    close: () => connection.end({ timeout: 1 }),
  };
}

/** Waits for the turn, or until the signal aborts; then it throws the signal's reason. */
async function hold(connection: Sql, model: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const waiting = connection`select pg_advisory_lock(${lockSpaces.model}, hashtext(${model}))`;
  const stop = (): void => waiting.cancel();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await waiting;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Ollama takes a name without a tag for the latest. */
function nameOf(model: string): string {
  return model.replace(/:latest$/, "").toLowerCase();
}
