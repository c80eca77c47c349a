import type { ProblemCode } from "@cti/contract/problem";
import { isConflict, isDatabaseLost, isDataError, isTimeout } from "@cti/domain/database-error";
import { DomainError } from "@cti/domain/errors";
import { BadSearch } from "@cti/domain/articles/read-search";
import { BadCursor } from "@cti/domain/paging/cursor";
import type { Logger } from "@cti/observe/logger";
import { QueueError } from "@cti/queue/queue-error";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

import { codeOfProblem, HttpProblem } from "./handler.ts";
import { pathOf } from "./request-state.ts";
import { sendProblem, type Told } from "./send-problem.ts";

/** Every error becomes a problem; what it was is for the log. */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => answerError(error, request, { reply, log }));
}

function answerError(
  error: unknown,
  request: FastifyRequest,
  { reply, log }: { reply: FastifyReply; log: Logger },
): FastifyReply {
  const told = toldOf(error);
  const fields = {
    request_id: request.id,
    method: request.method,
    path: pathOf(request),
    route: request.routeOptions.url ?? null,
  };
  if (told.code === "internal") log.error({ err: error, ...fields }, "request failed");
  else if (
    !(error instanceof HttpProblem || error instanceof DomainError) &&
    told.code !== "validation_failed"
  )
    log.warn({ err: error, code: told.code, ...fields }, "request not answered");
  if (told.code === "unauthenticated") void reply.header("www-authenticate", 'Bearer realm="CTI Scraper"');
  const pause = retryAfter[told.code];
  if (pause !== undefined && !reply.hasHeader("retry-after")) void reply.header("retry-after", pause);
  return sendProblem(request, reply, told);
}

/** Seconds. */
const retryAfter: Partial<Record<ProblemCode, number>> = {
  unavailable: 5,
  rate_limited: 10,
  idempotency_in_flight: 1,
};

function toldOf(error: unknown): Told {
  if (error instanceof HttpProblem) return { code: error.code, detail: error.message, errors: error.errors };
  if (error instanceof BadCursor) return { code: "bad_cursor", detail: error.message };
  if (error instanceof BadSearch) return { code: "bad_query", detail: error.message };
  if (error instanceof DomainError) return { code: codeOfProblem[error.problem], detail: error.message };
  if (error instanceof QueueError || isDatabaseLost(error)) return { code: "unavailable" };
  if (isTimeout(error))
    return { code: "unavailable", detail: "This took too long and was given up; ask for less at once." };
  if (isDataError(error))
    return { code: "validation_failed", detail: "A value is beyond what can be stored." };
  if (isConflict(error))
    return { code: "conflict", detail: "Somebody else changed the same things at this moment; try again." };
  return toldOfFramework(error);
}

/** Errors that Fastify throws for what a client did; their messages may repeat what was sent. */
function toldOfFramework(error: unknown): Told {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" && Object.hasOwn(ofFramework, code)
    ? (ofFramework[code] ?? { code: "internal" })
    : { code: "internal" };
}

const ofFramework: Record<string, Told> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "payload_too_large",
    detail: "The body is larger than this address takes.",
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "unsupported_media_type",
    detail: "Send the body as application/json.",
  },
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: {
    code: "unsupported_media_type",
    detail: "Say what the body is.",
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: "validation_failed",
    detail: "The body is not as long as announced.",
  },
  FST_ERR_BAD_URL: { code: "validation_failed", detail: "This address cannot be read." },
  FST_ERR_MAX_PARAM_LENGTH: { code: "uri_too_long", detail: "A part of the address is too long." },
};

/** For what Fastify answers before any hook has seen it. */
export function toldOfBadAddress(error: unknown): Told {
  const told = toldOfFramework(error);
  return told.code === "internal" ? { code: "validation_failed" } : told;
}
