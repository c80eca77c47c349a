import type { z } from "zod";

import type { paths as allPaths, RouteName } from "./paths.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import type { Route } from "./route.ts";
import type { routes } from "./routes.ts";

/** How a server is reached. `fetch` takes the place of the global one in tests. */
export type ClientOptions = {
  /** Its address up to the path; "" in a browser that has the page from it. */
  url: string;
  /** cti_pat_…; a browser has its cookie. */
  token?: string | undefined;
  fetch?: typeof fetch;
};

/** What the server did not do, and why. */
export class ApiProblem extends Error {
  override name = "ApiProblem";
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly request_id: string;
  readonly errors: { pointer: string; detail: string }[];

  constructor({ status, code, title, detail = title, request_id, errors = [] }: Problem) {
    super(detail);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.request_id = request_id;
    this.errors = errors;
  }
}

/** No answer, or one that is not of this API. */
export class ApiAway extends Error {
  override name = "ApiAway";
}

/** What a query takes; several words are joined by commas, undefined is left out. */
type Simple = string | number | boolean | readonly (string | number)[] | undefined;

type QueryOf<Q extends z.ZodType> = { [K in keyof z.input<Q>]: Simple };

type Args<R extends Route> = { signal?: AbortSignal } & (R extends { params: infer P extends z.ZodType }
  ? { params: { [K in keyof z.input<P>]: string | number } }
  : unknown) &
  (R extends { query: infer Q extends z.ZodType }
    ? object extends QueryOf<Q>
      ? { query?: QueryOf<Q> }
      : { query: QueryOf<Q> }
    : unknown) &
  (R extends { body: infer B extends z.ZodType } ? { body: z.input<B> } : unknown) &
  /** The revision or the ETag of what was read; "*" for any. */
  (R extends { ifMatch: true } ? { ifMatch: number | string } : unknown) &
  (R extends { idempotent: true } ? { idempotencyKey?: string } : unknown);

type Result<R extends Route> = R extends { stream: readonly string[] }
  ? AsyncIterable<string>
  : Promise<R["response"] extends z.ZodType ? z.output<R["response"]> : undefined>;

type Method<R extends Route> =
  object extends Args<R> ? (args?: Args<R>) => Result<R> : (args: Args<R>) => Result<R>;

/** A method for each route, named as in `paths`; streams give their text in chunks. */
export type Client<T extends Partial<Record<RouteName, Route>> = typeof routes> = {
  [K in keyof T]: T[K] extends Route ? Method<T[K]> : never;
};

type StreamName = {
  [K in keyof typeof routes]: (typeof routes)[K] extends { stream: readonly string[] } ? K : never;
}[keyof typeof routes];

const streams: { [K in StreamName]: true } = {
  exportArticles: true,
  exportAudit: true,
  exportIndicators: true,
  exportOpml: true,
  getArticleMarkdown: true,
  streamEvents: true,
};

type AnyArgs = {
  params?: Record<string, string | number>;
  query?: Record<string, Simple>;
  body?: unknown;
  ifMatch?: number | string;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/**
 * A client for the API, typed by the contract. Methods throw ApiProblem for what the server refuses, ApiAway when it
 * does not answer, and the reason of `signal`.
 */
export function createClient(paths: typeof allPaths, options: ClientOptions): Client {
  const methods = Object.entries(paths).map(([name, address]) => [
    name,
    name in streams
      ? (args?: AnyArgs) => readChunks(options, address, args)
      : (args?: AnyArgs) => readJson(options, address, args),
  ]);
  return Object.fromEntries(methods) as Client;
}

async function readJson(options: ClientOptions, address: string, args?: AnyArgs): Promise<unknown> {
  const response = await send(options, address, args);
  if (response.status === 204) return undefined;
  const text = await response.text().catch((error: unknown) => fail(options, error, args));
  try {
    return JSON.parse(text);
  } catch {
    throw strange(options, response);
  }
}

async function* readChunks(options: ClientOptions, address: string, args?: AnyArgs): AsyncGenerator<string> {
  const { body } = await send(options, address, args);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const part = await reader?.read().catch((error: unknown) => fail(options, error, args));
      if (!part || part.done) return;
      yield part.value;
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}

async function send(options: ClientOptions, address: string, args: AnyArgs = {}): Promise<Response> {
  const { params = {}, query = {}, body, ifMatch, idempotencyKey, signal } = args;
  const [method = "", path = ""] = address.split(" ");
  const headers: Record<string, string> = {};
  if (options.token) headers["authorization"] = `Bearer ${options.token}`;
  // OPML is the one body that is not JSON, and no JSON body is a text.
  if (body !== undefined)
    headers["content-type"] = typeof body === "string" ? "text/x-opml" : "application/json";
  if (ifMatch !== undefined) headers["if-match"] = typeof ifMatch === "number" ? `"r${ifMatch}"` : ifMatch;
  if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
  const response = await (options.fetch ?? fetch)(options.url + fill(path, params) + toSearch(query), {
    method,
    headers,
    redirect: "error",
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => fail(options, error, args));
  if (response.ok) return response;
  const problem: unknown = isProblem(response) ? await response.json().catch(() => null) : null;
  throw problem ? new ApiProblem(problem as Problem) : strange(options, response);
}

function fill(path: string, params: Record<string, string | number>): string {
  return path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(params[name] ?? "");
    // An address would lose these, and name something else.
    if (/^\.{0,2}$/.test(value)) throw new TypeError(`${name} cannot be "${value}"`);
    return encodeURIComponent(value);
  });
}

function toSearch(query: Record<string, Simple>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size > 0 ? `?${search.toString()}` : "";
}

function isProblem(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("application/problem+json") ?? false;
}

function strange({ url }: ClientOptions, { status, headers }: Response): ApiAway {
  return new ApiAway(`${url} answered ${status} ${headers.get("content-type") ?? ""}: that is not this API`);
}

function fail({ url }: ClientOptions, error: unknown, args?: AnyArgs): never {
  if (args?.signal?.aborted) throw error;
  const { message, cause } = error as Error;
  const reason = (cause as { code?: string } | undefined)?.code ?? message;
  throw new ApiAway(`${url} does not answer: ${reason}`, { cause: error });
}
