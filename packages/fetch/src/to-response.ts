import { FetchError } from "./fetch-error.ts";
import type { FetchResponse } from "./fetch-types.ts";
import type { Followed } from "./follow-redirects.ts";
import { headerOf, maxAgeOf, retryAfterOf, validatorOf } from "./response-headers.ts";
import type { Context, Visitor } from "./visit.ts";

/** Makes the answer to the caller. Throws `http_<status>` for all but 2xx and a 304 that was asked for. */
export function toResponse(
  context: Context,
  { headers: sent }: Visitor,
  followed: Followed,
): Omit<FetchResponse, "durationMs"> {
  const { answer, url, redirects } = followed;
  const { status, headers, body, wireBytes, address } = answer;
  const now = context.now();
  const asked = "if-none-match" in sent || "if-modified-since" in sent;
  const notModified = status === 304 && asked;
  const retryAfterMs = retryAfterOf(headers, now);
  if (!notModified && (status < 200 || status > 299 || status === 206)) {
    const message = `${url.hostname} answered ${status}${describeStatus(status)}.`;
    throw new FetchError(`http_${status}`, message, { url: url.href, status, retryAfterMs });
  }
  const permanent =
    redirects.length > 0 && redirects.every((hop) => hop.status === 301 || hop.status === 308);
  return {
    status,
    notModified,
    url: url.href,
    redirects,
    movedTo: permanent ? url.href : null,
    contentType: headerOf(headers, "content-type"),
    etag: validatorOf(headers, "etag"),
    lastModified: validatorOf(headers, "last-modified"),
    retryAfterMs,
    maxAgeMs: maxAgeOf(headers, now),
    body,
    wireBytes,
    address,
  };
}

function describeStatus(status: number): string {
  switch (status) {
    case 206:
      return " (a part of the document, which was not asked for)";
    case 304:
      return " (not modified) to a request without validators";
    case 403:
      return " (forbidden)";
    case 404:
      return " (not found)";
    case 410:
      return " (gone for good)";
    case 429:
      return " (too many requests)";
    default:
      return "";
  }
}
