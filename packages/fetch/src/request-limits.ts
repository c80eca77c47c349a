import type { ExchangeRequest } from "./exchange.ts";
import type { FetchRequest, FetchSettings } from "./fetch-types.ts";

/** The limits of one exchange; a larger body that the caller asks for may also be larger on the wire. */
export function limitsOf(settings: FetchSettings, request: FetchRequest): ExchangeRequest["limits"] {
  const { headersTimeoutMs, bodyTimeoutMs, maxWireBytes } = settings;
  const maxBodyBytes = request.maxBodyBytes ?? settings.maxBodyBytes;
  return {
    headersTimeoutMs,
    bodyTimeoutMs,
    maxBodyBytes,
    maxWireBytes: Math.max(maxWireBytes, request.maxBodyBytes ?? 0),
    truncate: false,
  };
}
