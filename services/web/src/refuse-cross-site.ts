import type { FastifyRequest } from "fastify";
import type { WebSettings } from "@cti/wiring/web-settings";

import { isOwnWrite } from "./check-request.ts";
import { HttpProblem } from "./handler.ts";
import { isHttps } from "./request-state.ts";

const reading = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses changes that a page of somebody else's makes a browser ask for. A token is no such thing: no browser adds it
 * by itself. Throws HttpProblem cross_site.
 */
export function refuseCrossSite(
  request: FastifyRequest,
  { publicUrl }: Pick<WebSettings, "publicUrl">,
): void {
  const { headers, method, host } = request;
  if (reading.has(method) || headers.authorization !== undefined) return;
  const ownOrigins = [
    `${isHttps(request) ? "https" : "http"}://${host}`.toLowerCase(),
    ...(publicUrl === null ? [] : [new URL(publicUrl).origin]),
  ];
  const isOwn = isOwnWrite({
    site: headers["sec-fetch-site"],
    origin: headers.origin,
    ownOrigins,
    hasCookie: headers.cookie !== undefined,
  });
  if (!isOwn)
    throw new HttpProblem("cross_site", "Changes are only taken from the pages of this service itself.");
}
