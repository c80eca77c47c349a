import type { Problem as DomainProblem } from "@cti/domain/errors";
import type { ProblemCode } from "@cti/contract/problem";
import type { Route } from "@cti/contract/route";
import type { Db } from "@cti/db/client";
import type { Principal } from "@cti/domain/accounts/principal";
import type { z } from "zod";

import type { WebDeps } from "./web-deps.ts";

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** Rows or text that are sent as they come. `filename` makes a browser save them. */
export type Stream = { type: string; filename?: string; body: AsyncIterable<string> | string };

/** What a handler gives back: what the response's schema takes (Dates where it says `time`), or a stream. */
export type Answer<R extends Route> = R extends { stream: readonly string[] }
  ? Stream
  : R["response"] extends z.ZodType
    ? z.input<R["response"]>
    : undefined;

/** One request, checked: schema, sign-in, role, scope, origin, limits are done when a handler sees it. */
export type Call<R extends Route = Route> = {
  params: Output<R["params"]>;
  query: Output<R["query"]>;
  body: Output<R["body"]>;
  /** null only where anyone may ask and nobody is signed in. */
  who: R["role"] extends "anyone" ? Principal | null : Principal;
  /** Whom rows name as the one who did it: the user's name. */
  actor: string;
  /** The client's address, through trusted proxies. */
  address: string;
  userAgent: string | null;
  /** Over https, or on this very machine: cookies may be `Secure` and `__Host-`. Else `web.insecure_http` allows it. */
  isSecure: boolean;
  requestId: string;
  now: Date;
  /** The revision that If-Match names; null for `*`. Only for routes that need it. */
  ifMatch: number | null;
  /** What Last-Event-ID says: the last event that a stream's client has seen. */
  lastEventId: string | null;
  /** Aborted when the client hangs up. */
  signal: AbortSignal;
  /** A transaction in which `current_tenant()` is the caller's; all that touches tables happens in one. */
  inTenant: <T>(work: (tx: Db) => Promise<T>) => Promise<T>;
  /**
   * Writes to the audit log as the caller, from the caller's address; in the transaction of what it tells of. For the
   * tenant of the transaction; `installation` for what its admins are not to read.
   */
  audit: (
    tx: Db,
    action: string,
    subject: string,
    detail: Record<string, unknown>,
    concerns?: "installation",
  ) => Promise<void>;
  /** A cookie of the request; null without it. */
  cookie: (name: string) => string | null;
  /** Sets a header of the answer, such as Location; set-cookie is added to those that are there. */
  header: (name: string, value: string) => void;
};

export type Handler<R extends Route> = (call: Call<R>, deps: WebDeps) => Promise<Answer<R>>;

/** One handler for each route of a noun. */
export type Handlers<T extends Record<string, Route>> = { [K in keyof T]: Handler<T[K]> };

/** A problem of HTTP that no verb of the domain knows. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  readonly errors: { pointer: string; detail: string }[];

  constructor(code: ProblemCode, detail: string, errors: { pointer: string; detail: string }[] = []) {
    super(detail);
    this.code = code;
    this.errors = errors;
  }
}

/** How the domain's problems are told over HTTP. */
export const codeOfProblem: Record<DomainProblem, ProblemCode> = {
  not_found: "not_found",
  conflict: "conflict",
  invalid: "invalid",
  upstream: "upstream",
  forbidden: "forbidden",
  unauthenticated: "login_failed",
  changed: "precondition_failed",
  throttled: "rate_limited",
  unavailable: "unavailable",
};
