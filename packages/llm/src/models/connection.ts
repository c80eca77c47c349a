import { Ollama } from "ollama/browser";
import { Agent } from "undici";

import { readAddress } from "./address.ts";
import { type CallLimits, watchCall } from "./call-watch.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { ModelError } from "./model-error.ts";
import type { ModelSettings } from "./model-types.ts";

export type ServerCall = CallLimits & {
  signal: AbortSignal | undefined;
  model: string | null;
  maxBytes: number;
  lines: boolean;
};

export type Connection = {
  /** The address without a login; null where none is set, or none that can be read. */
  base: string | null;
  settings: ModelSettings;
  /** The longest silence within an answer, ms. */
  idleMs: number;
  /** Gives the work a client of its own: the library can only abort all requests of a client together. */
  call<T>(call: ServerCall, work: (client: Ollama) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

const lightMs = 30_000;

/** The way to one Ollama. Nothing is opened before the first call; without an address each call rejects. */
export function connect(settings: ModelSettings, idleMs: number): Connection {
  const agent = new Agent({
    connect: { timeout: settings.connectTimeoutMs },
    // A cold model on a CPU says nothing for minutes; our own limits are in call-watch.ts.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    base: baseOf(settings),
    settings,
    idleMs,
    call: async ({ signal, model, maxBytes, lines, ...limits }, work) => {
      if (settings.url === null) throw modelOff();
      const address = readAddress(settings.url);
      signal?.throwIfAborted();
      const watch = watchCall(limits, signal, address.base);
      try {
        const fetch = guardedFetch({ address, agent, watch, model, maxBytes, lines });
        return await work(new Ollama({ host: address.base, fetch }));
      } finally {
        watch.end();
      }
    },
    close: () => agent.destroy(),
  };
}

/** The limits of a question that needs no model: what is there, what runs. */
export function lightCall(
  connection: Connection,
  signal: AbortSignal | undefined,
  model: string | null = null,
): ServerCall {
  const wholeMs = Math.min(connection.settings.timeoutMs, lightMs);
  return { wholeMs, idleMs: connection.idleMs, signal, model, maxBytes: 10_000_000, lines: false };
}

function modelOff(): ModelError {
  return new ModelError(
    "off",
    "No model is configured: set OLLAMA_URL, for instance to http://127.0.0.1:11434 (all else works without)",
  );
}

function baseOf(settings: ModelSettings): string | null {
  if (settings.url === null) return null;
  try {
    return readAddress(settings.url).base;
  } catch {
    return null;
  }
}
