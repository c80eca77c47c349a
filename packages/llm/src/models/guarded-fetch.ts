import { type Agent, fetch as undiciFetch, type Response as UndiciResponse } from "undici";

import type { Address } from "./address.ts";
import type { CallWatch } from "./call-watch.ts";
import { jsonLines } from "./json-lines.ts";
import { ModelError, remoteText } from "./model-error.ts";
import { cappedBody, readStart, readText } from "./read-body.ts";
import { statusFailure } from "./status-failure.ts";
import { transportFailure } from "./transport-failure.ts";

export type GuardedCall = {
  address: Address;
  agent: Agent;
  watch: CallWatch;
  /** For the message when Ollama does not have it. */
  model: string | null;
  maxBytes: number;
  /** Whether the answer comes line by line. */
  lines: boolean;
};

/**
 * The `fetch` that the client library gets for one call: only to the configured origin, no redirect, the login in a
 * header, all limits by the call's own signal. What it returns is 200 and JSON; all else is thrown as ModelError.
 */
export function guardedFetch(call: GuardedCall): typeof globalThis.fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== call.address.origin) {
      throw new ModelError("refused", `Only ${call.address.origin} is asked, not ${url.origin}`);
    }
    const body = typeof init?.body === "string" ? init.body : null;
    const response = await orFailure(call, () => send(call, url, init?.method ?? "GET", body));
    if (!response.ok) throw await failureOf(call, url, response);
    const pieces = bodyOf(call, response, call.maxBytes);
    if (call.lines) return new Response(ReadableStream.from(jsonLines(pieces, call.address.base)));
    return new Response(checkedJson(await readText(pieces), url.pathname, call.address.base));
  };
}

function send(call: GuardedCall, url: URL, method: string, body: string | null): Promise<UndiciResponse> {
  const { authorization } = call.address;
  return undiciFetch(url, {
    method,
    body,
    // The library would add the versions of itself and of Node, and a key from the environment.
    headers: {
      accept: "application/json",
      "user-agent": "cti-scraper",
      ...(body === null ? {} : { "content-type": "application/json" }),
      ...(authorization === null ? {} : { authorization }),
    },
    redirect: "manual",
    dispatcher: call.agent,
    signal: call.watch.signal,
  });
}

async function failureOf(call: GuardedCall, url: URL, response: UndiciResponse): Promise<ModelError> {
  return statusFailure({
    status: response.status,
    body: await readStart(bodyOf(call, response, 1_000_000), 4000),
    location: response.headers.get("location"),
    path: url.pathname,
    model: call.model,
    base: call.address.base,
  });
}

async function* bodyOf(
  call: GuardedCall,
  response: UndiciResponse,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  try {
    yield* cappedBody(response.body as AsyncIterable<Uint8Array>, maxBytes, () => call.watch.heard());
  } catch (error) {
    throw meaningOf(call, error);
  }
}

async function orFailure<T>(call: GuardedCall, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw meaningOf(call, error);
  }
}

/** An aborted request fails in many ways, but for one reason. */
function meaningOf({ watch, address }: GuardedCall, error: unknown): unknown {
  return watch.signal.aborted ? watch.signal.reason : transportFailure(error, address.base);
}

function checkedJson(text: string, path: string, base: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw new ModelError(
      "bad_answer",
      `${base}${path} answered with something that is not JSON: ${remoteText(text)}`,
    );
  }
}
