import { FetchError, type FetchReason } from "./fetch-error.ts";

/** Turns what undici or a socket reports into our error for this URL. */
export function describeTransportFailure(error: Error, url: URL): FetchError {
  if (error instanceof FetchError) {
    // One failed connection attempt is reported to every request that waited for it.
    return new FetchError(error.reason, error.message, { url: url.href, cause: error.cause });
  }
  const code = "code" in error ? String(error.code) : "";
  const [reason, what] = failureOf(code);
  return new FetchError(reason, `${url.hostname} ${what}.`, { url: url.href, cause: error });
}

function failureOf(code: string): [FetchReason, string] {
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW") {
    return ["headers_too_large", "sent more headers than we accept"];
  }
  if (code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") {
    return ["connection", "sent a body whose length differs from its Content-Length"];
  }
  if (code.startsWith("HPE_")) return ["connection", `sent an answer that is not valid HTTP (${code})`];
  if (code === "UND_ERR_DESTROYED" || code === "UND_ERR_CLOSED") {
    return ["cancelled", "was not asked because the fetcher is closed"];
  }
  return [
    "connection",
    `closed the connection before the answer was complete${code === "" ? "" : ` (${code})`}`,
  ];
}
