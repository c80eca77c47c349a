import type { FetchRequest, FetchSettings } from "./fetch-types.ts";
import { isSendable } from "./response-headers.ts";

/** All that we ever send: no cookies, no credentials, no referrer; validators go along through redirects. */
export function headersOf(settings: FetchSettings, request: FetchRequest): Record<string, string> {
  const headers: Record<string, string> = {
    "user-agent": sendable(request.userAgent) ?? settings.userAgent,
    accept: sendable(request.accept) ?? "*/*",
    "accept-encoding": "gzip, deflate, br, zstd",
  };
  const etag = sendable(request.etag);
  const lastModified = sendable(request.lastModified);
  if (etag !== null) headers["if-none-match"] = etag;
  if (lastModified !== null) headers["if-modified-since"] = lastModified;
  return headers;
}

function sendable(value: string | null | undefined): string | null {
  return value !== null && value !== undefined && isSendable(value) ? value : null;
}
