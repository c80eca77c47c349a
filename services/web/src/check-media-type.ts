import type { Route } from "@cti/contract/route";
import type { FastifyRequest } from "fastify";

import { HttpProblem } from "./handler.ts";

/**
 * A body must say that it is what the route takes. Forms of other sites cannot say so without being asked first
 * (CORS), and are never answered then. Throws HttpProblem unsupported_media_type.
 */
export function checkMediaType(
  { method, headers }: FastifyRequest,
  { bodyType = "application/json" }: Route,
): void {
  if (method === "GET" || method === "HEAD" || !hasBody(headers)) return;
  const [type = "", ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  const isPlain = parameters.every((parameter) => /^\s*(charset="?utf-8"?)?\s*$/.test(parameter));
  if (type.trim() !== bodyType || !isPlain)
    throw new HttpProblem("unsupported_media_type", `Send the body as ${bodyType} in UTF-8.`);
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity")
    throw new HttpProblem("unsupported_media_type", "Send the body without content encoding.");
}

function hasBody(headers: FastifyRequest["headers"]): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
