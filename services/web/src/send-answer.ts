import { Readable } from "node:stream";

import type { Route } from "@cti/contract/route";
import type { Logger } from "@cti/observe/logger";
import type { FastifyReply, FastifyRequest } from "fastify";

import { etagOf, isKnownTag } from "./etag.ts";
import { HttpProblem, type Stream } from "./handler.ts";
import { pickFields } from "./pick-fields.ts";

/** An answer as it goes over the wire; an empty body is none. */
export type Ready = { status: number; headers: Record<string, string>; body: string };

/** The answer of a handler, checked by the schema of the route: what that does not name is dropped. */
export function toReady(route: Route, answer: unknown, fields: readonly string[] | null): Ready {
  const status = route.status ?? (route.response === null ? 204 : 200);
  if (route.response === null) return { status, headers: {}, body: "" };
  const checked: unknown = route.response.parse(answer);
  const revision =
    typeof checked === "object" && checked !== null && "revision" in checked ? checked.revision : null;
  const body = JSON.stringify(pickFields(checked, fields));
  const hasTag = route.method === "GET" || typeof revision === "number";
  return { status, headers: hasTag ? { etag: etagOf(body, revision) } : {}, body };
}

/** Sends JSON, or nothing; a reader that has it already is told so (304). */
export function sendReady(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { status, headers, body }: Ready,
): FastifyReply {
  void reply.headers(headers);
  if (body === "") return reply.code(status).send();
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (isRead && isKnownTag(request.headers["if-none-match"], headers["etag"] ?? ""))
    return reply.code(304).send();
  return reply.code(status).type("application/json; charset=utf-8").send(body);
}

type Sending = { request: FastifyRequest; reply: FastifyReply; log: Logger };

/**
 * Sends a stream as fast as the client takes it. Its first piece is awaited before anything is sent, so that what fails
 * at once is still told as a problem; what fails later breaks the connection off, which no client takes for an end.
 */
export async function sendStream(sending: Sending, route: Route, stream: Stream): Promise<FastifyReply> {
  const { request, reply, log } = sending;
  const { type, body } = stream;
  if (!route.stream?.some((each) => each === type))
    throw new Error(`${route.method} ${route.path} does not stream ${type}`);
  if (typeof body === "string") return withHeaders(reply, route, stream).send(body);
  const iterator = body[Symbol.asyncIterator]();
  const first = request.method === "HEAD" ? null : await iterator.next();
  if (first === null || first.done === true) {
    await iterator.return?.();
    return withHeaders(reply, route, stream).send("");
  }
  const rest = afterFirst(first.value, iterator, (error) => {
    const fields = { err: error, request_id: request.id, route: route.path };
    if (error instanceof HttpProblem) log.info(fields, "a stream was ended: its reader may no longer");
    else log.error(fields, "a stream broke off");
  });
  return withHeaders(reply, route, stream).send(
    Readable.from(rest, { objectMode: false, highWaterMark: 65_536 }),
  );
}

function withHeaders(reply: FastifyReply, route: Route, { type, filename }: Stream): FastifyReply {
  void reply.code(route.status ?? 200).type(`${type}; charset=utf-8`);
  if (filename !== undefined)
    void reply.header(
      "content-disposition",
      `attachment; filename="${filename.replaceAll(/[^\w.-]/g, "_")}"`,
    );
  // A proxy that collects before it passes on would hold events back.
  if (type === "text/event-stream") void reply.header("x-accel-buffering", "no");
  return reply;
}

/** No generator: one that nobody began to read would not be closed by its end, when the reader has gone meanwhile. */
function afterFirst(
  first: string,
  iterator: AsyncIterator<string>,
  onError: (error: unknown) => void,
): AsyncIterable<string> {
  let isFirst = true;
  const next = async (): Promise<IteratorResult<string>> => {
    if (isFirst) {
      isFirst = false;
      return { done: false, value: first };
    }
    try {
      return await iterator.next();
    } catch (error) {
      onError(error);
      throw error;
    }
  };
  const end = async (): Promise<IteratorResult<string>> => {
    await iterator.return?.();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: end }) };
}
