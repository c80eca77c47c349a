import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";

import type { ProblemCode } from "@cti/contract/problem";

import { securityHeaders } from "./security-headers.ts";
import { toProblem } from "./send-problem.ts";

/** Answers what is no HTTP, or more of it than is read; there is no request yet, so this is written by hand. */
export function answerBadHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const code: ProblemCode = error.code === "HPE_HEADER_OVERFLOW" ? "headers_too_large" : "validation_failed";
  const problem = toProblem(
    { code, detail: "This is no request that can be read." },
    { instance: "", requestId: randomUUID() },
  );
  const body = isLate ? "" : JSON.stringify(problem);
  const headers = {
    ...securityHeaders,
    connection: "close",
    "content-length": String(Buffer.byteLength(body)),
    ...(body !== "" && {
      "content-type": "application/problem+json; charset=utf-8",
      "x-request-id": problem.request_id,
    }),
  };
  const status = isLate ? "408 Request Timeout" : `${problem.status} ${problem.title}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${body}`);
}
