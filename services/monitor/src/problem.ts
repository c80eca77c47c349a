import type { FastifyReply } from "fastify";

const titles = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  421: "Misdirected Request",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;
export type ProblemStatus = keyof typeof titles;

/** Answers with problem+json (RFC 9457); `detail` is a sentence for people. */
export function sendProblem(reply: FastifyReply, status: ProblemStatus, detail: string): FastifyReply {
  return reply
    .code(status)
    .type("application/problem+json")
    .send({ type: "about:blank", title: titles[status], status, detail });
}

/** The status of an error that a client caused, else 500. */
export function problemStatus(error: unknown): ProblemStatus {
  const status =
    typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : 500;
  return typeof status === "number" && status < 500 && status in titles ? (status as ProblemStatus) : 500;
}
