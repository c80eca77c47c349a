import type { z } from "zod";

import type { Role, Scope } from "./access.ts";
import type { ProblemCode } from "./problem.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Method and path as `paths.ts` has them; path parameters as `:name`. */
export type Address = `${Method} /${string}`;

/** A stream of rows or events instead of one JSON value: the media types that the answer may have. */
export type StreamType =
  | "text/event-stream"
  | "application/x-ndjson"
  | "text/csv"
  | "application/json"
  | "text/markdown"
  | "text/plain"
  | "text/x-opml"
  | "text/html";

export type RouteSpec = {
  tag: string;
  /** One line for the documentation. */
  summary: string;
  description?: string;
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** null: no content (204), or a stream. */
  response: z.ZodType | null;
  /** 200, or 204 where there is no response. */
  status?: 200 | 201 | 202 | 204 | 302;
  stream?: readonly StreamType[];
  /** Beyond those that follow from the rest (`problemsOf`). */
  problems?: readonly ProblemCode[];
  /** Least role of a member; `anyone` needs no sign-in. */
  role: Role | "anyone";
  /** What a session or token must hold beside it; null only where anyone may ask. */
  scope: Scope | null;
  /** A service identity may ask as well. */
  collector?: true;
  /** Takes an Idempotency-Key: a repetition gets the first answer. */
  idempotent?: true;
  /** The answer holds what is shown only once (a token, a password): it is not kept for a repetition. */
  secret?: true;
  /** Needs If-Match with the ETag that was read. */
  ifMatch?: true;
  /** Bytes; 1 MiB unless told. */
  bodyLimit?: number;
  /** Media type of the body; JSON unless told. */
  bodyType?: "application/json" | "text/x-opml";
  /** Which rate limit it counts for. */
  bucket?: "login" | "search" | "export" | "outbound" | "model";
};

export type Route = RouteSpec & { method: Method; path: string };

/** A route as a value: server, OpenAPI and clients derive from it. */
export function route<const S extends RouteSpec>(
  address: Address,
  spec: S,
): S & { method: Method; path: string } {
  const [method, path = ""] = address.split(" ");
  return { ...spec, method: method as Method, path };
}

/** Everything that can go wrong with a route: what follows from its parts, and what it names itself. */
export function problemsOf(spec: Route): ProblemCode[] {
  const { params, query, body, role, ifMatch, idempotent, method, problems = [] } = spec;
  const codes: (ProblemCode | false)[] = [
    (params !== undefined || query !== undefined || body !== undefined) && "validation_failed",
    role !== "anyone" && "unauthenticated",
    role !== "anyone" && "forbidden",
    method !== "GET" && "cross_site",
    params !== undefined && "not_found",
    body !== undefined && "payload_too_large",
    body !== undefined && "unsupported_media_type",
    ifMatch === true && "precondition_required",
    ifMatch === true && "precondition_failed",
    idempotent === true && "idempotency_mismatch",
    idempotent === true && "idempotency_in_flight",
    "rate_limited",
    "internal",
    ...problems,
  ];
  return [...new Set(codes.filter((code) => code !== false))];
}
