import { type Problem, type ProblemCode, problems, problemType } from "@cti/contract/problem";
import type { FastifyReply, FastifyRequest } from "fastify";

import { pathOf } from "./request-state.ts";

/** What is told beside the code; of what went wrong in here (5xx) nothing is. */
export type Told = { code: ProblemCode; detail?: string; errors?: { pointer: string; detail: string }[] };

/** Answers with problem+json (RFC 9457). What a handler set for its own answer is taken back. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, told: Told): FastifyReply {
  for (const name of ["content-disposition", "etag", "location", "set-cookie"]) void reply.removeHeader(name);
  const problem = toProblem(told, { instance: pathOf(request), requestId: request.id });
  return reply
    .code(problem.status)
    .type("application/problem+json; charset=utf-8")
    .send(JSON.stringify(problem));
}

export function toProblem(
  { code, detail, errors = [] }: Told,
  { instance, requestId }: { instance: string; requestId: string },
): Problem {
  const [status, title] = problems[code];
  return {
    type: problemType(code),
    title,
    status,
    ...(detail !== undefined && status < 500 && { detail: detail.toWellFormed() }),
    instance,
    code,
    request_id: requestId,
    ...(errors.length > 0 && { errors }),
  };
}
