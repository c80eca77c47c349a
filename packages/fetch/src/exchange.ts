import type { Agent, Dispatcher } from "undici";

import { type BodyLimits, type BodyReader, createBodyReader, inspectBody } from "./body-reader.ts";
import type { Connector } from "./connector.ts";
import { FetchError } from "./fetch-error.ts";
import type { ResponseHeaders } from "./response-headers.ts";
import { describeTransportFailure } from "./transport-failure.ts";

export type ExchangeRequest = {
  url: URL;
  headers: Record<string, string>;
  limits: BodyLimits & { headersTimeoutMs: number; bodyTimeoutMs: number };
  signal?: AbortSignal | undefined;
  onHeaders?: ((status: number, headers: ResponseHeaders) => void) | undefined;
  onBody?: ((counts: ReturnType<BodyReader["counts"]>) => void) | undefined;
};

export type Exchange = {
  status: number;
  headers: ResponseHeaders;
  body: Uint8Array<ArrayBuffer>;
  wireBytes: number;
  /** The remote address of the connection. */
  address: string | null;
};

/** An undici agent and the connector that it opens its connections with. */
export type Line = { agent: Agent; connector: Connector };

type Controller = Dispatcher.DispatchController;
type ExchangeHandlerOptions = {
  request: ExchangeRequest;
  connector: Connector;
  resolve: (exchange: Exchange) => void;
  reject: (error: FetchError) => void;
};

/** How much of an unwanted body is read, and for how long, so that its connection can serve the next request. */
const drainBytes = 32 * 1024;
const drainMs = 2000;

/**
 * Sends one GET and reads the answer within the limits; no redirects, no retries. The body is read for
 * 200–299 only. Rejects with a FetchError; the connection is destroyed whenever reading stops early.
 */
export function exchange({ agent, connector }: Line, request: ExchangeRequest): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const handler = new ExchangeHandler({ request, connector, resolve, reject });
    if (!handler.listenToSignal()) return;
    const { origin, pathname, search } = request.url;
    const path = pathname + search;
    const { headers } = request;
    agent.dispatch({ origin, path, method: "GET", headers, headersTimeout: 0, bodyTimeout: 0 }, handler);
  });
}

/** Lives from dispatch to the last byte; undici calls its methods in order, `#settled` makes the answer final. */
class ExchangeHandler implements Dispatcher.DispatchHandler {
  #request: ExchangeRequest;
  #connector: Connector;
  #resolve: (exchange: Exchange) => void;
  #reject: (error: FetchError) => void;
  #controller: Controller | null = null;
  #reader: BodyReader | null = null;
  #timer: NodeJS.Timeout | undefined;
  #started = 0;
  #status = 0;
  #headers: ResponseHeaders = {};
  #address: string | null = null;
  #drained = 0;
  #settled = false;
  #ended = false;

  constructor({ request, connector, resolve, reject }: ExchangeHandlerOptions) {
    this.#request = request;
    this.#connector = connector;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Returns false when the request was cancelled before it began. */
  listenToSignal(): boolean {
    const { signal } = this.#request;
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    if (signal?.aborted) this.#onAbort();
    return !this.#settled;
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#settled) return this.#stop();
    this.#started = performance.now();
    const { headersTimeoutMs, bodyTimeoutMs } = this.#request.limits;
    this.#arm(Math.min(headersTimeoutMs, bodyTimeoutMs), "its headers");
  }

  onResponseStart(controller: Controller, status: number, headers: ResponseHeaders): void {
    if (status < 200 || this.#settled) return;
    const { url, limits, onHeaders } = this.#request;
    this.#status = status;
    this.#headers = headers;
    this.#address = this.#connector.addressOf(url.origin);
    onHeaders?.(status, headers);
    if (status > 299) return this.#drain();

    const encoding = inspectBody(headers, limits, url);
    if (encoding instanceof FetchError) return this.#fail(encoding);
    this.#arm(Math.max(1, limits.bodyTimeoutMs - (performance.now() - this.#started)), "the whole document");
    this.#reader = createBodyReader({
      url,
      encoding,
      limits,
      flow: controller,
      onDone: (body) => {
        this.#succeed(body);
        this.#stop();
      },
      onFail: (error) => {
        this.#fail(error);
      },
    });
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    if (this.#reader) return this.#reader.write(chunk);
    this.#drained += chunk.length;
    if (this.#drained > drainBytes) this.#stop();
  }

  onResponseEnd(): void {
    this.#ended = true;
    if (this.#reader) return this.#reader.end();
    clearTimeout(this.#timer);
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#ended = true;
    this.#fail(describeTransportFailure(error, this.#request.url));
    clearTimeout(this.#timer);
  }

  #onAbort = (): void => {
    const { url, signal } = this.#request;
    const problem = { url: url.href, cause: signal?.reason as unknown };
    this.#fail(new FetchError("cancelled", `The request to ${url.hostname} was cancelled.`, problem));
  };

  #arm(ms: number, what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { url } = this.#request;
      this.#fail(
        new FetchError("timeout", `${url.hostname} did not send ${what} in time.`, { url: url.href }),
      );
    }, ms);
  }

  /** Answers at once; what follows is read in the background only while it is short and quick. */
  #drain(): void {
    this.#succeed(new Uint8Array(0));
    if (Number(this.#headers["content-length"] ?? 0) > drainBytes) return this.#stop();
    this.#timer = setTimeout(() => {
      this.#stop();
    }, drainMs);
  }

  #succeed(body: Uint8Array<ArrayBuffer>): void {
    if (!this.#settle()) return;
    const wireBytes = this.#reader?.counts().wireBytes ?? 0;
    this.#resolve({
      status: this.#status,
      headers: this.#headers,
      body,
      wireBytes,
      address: this.#address,
    });
  }

  #fail(error: FetchError): void {
    if (!this.#settle()) return;
    this.#reader?.destroy();
    this.#reject(error);
    this.#stop();
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener("abort", this.#onAbort);
    if (this.#reader) this.#request.onBody?.(this.#reader.counts());
    return true;
  }

  /** Destroys the connection unless the response has been read to its end. */
  #stop(): void {
    clearTimeout(this.#timer);
    if (!this.#ended) this.#controller?.abort(new Error("The rest of the response is not needed."));
  }
}
