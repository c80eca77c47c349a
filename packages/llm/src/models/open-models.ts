import { openBreaker } from "./breaker.ts";
import { chat } from "./chat.ts";
import { checkModels } from "./check.ts";
import { connect, lightCall } from "./connection.ts";
import { embed } from "./embed.ts";
import { listModels, runningModels, showModel, versionOf } from "./model-lists.ts";
import type { Models, ModelSettings } from "./model-types.ts";
import { pullModel } from "./pull.ts";

export type * from "./model-types.ts";

/**
 * The models of the Ollama at `settings.url`; nothing is asked before the first call. `idleMs` is the longest silence
 * in the middle of an answer.
 */
export function openModels(
  settings: ModelSettings,
  { now = () => new Date(), idleMs = 120_000 }: { now?: () => Date; idleMs?: number } = {},
): Models {
  const connection = connect(settings, idleMs);
  const breaker = openBreaker(now);
  const light = <T>(work: () => Promise<T>): Promise<T> => breaker.run(work, { light: true });
  return {
    settings: { ...settings, url: connection.base },
    chat: (request) => breaker.run(() => chat(connection, request)),
    embed: (texts, { signal }) => breaker.run(() => embed(connection, texts, signal)),
    list: (signal) => light(() => listModels(connection, lightCall(connection, signal))),
    show: (name, signal) => light(() => showModel(connection, name, signal)),
    running: (signal) => light(() => runningModels(connection, signal)),
    version: (signal) => light(() => versionOf(connection, lightCall(connection, signal))),
    pull: (name, { signal, onProgress }) => light(() => pullModel(connection, name, signal, onProgress)),
    outage: () => breaker.outage(),
    check: (signal) => checkModels(connection, breaker, signal),
    close: () => connection.close(),
  };
}
