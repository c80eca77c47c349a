/** Limits and manners of one fetcher; sizes in bytes, times in milliseconds. */
export type FetchSettings = {
  /** Sent with every request; its product token (before the slash) is matched against robots.txt. */
  userAgent: string;
  /** What the address guard lets through besides the public internet: CIDRs, addresses, host names, each with an optional port. */
  allow: string[];
  /** DNS, TCP and TLS together. */
  connectTimeoutMs: number;
  /** From the request on the wire to the end of the response headers. */
  headersTimeoutMs: number;
  /** From the request on the wire to the last byte of the response. */
  bodyTimeoutMs: number;
  /** Body bytes as sent, before decompression. */
  maxWireBytes: number;
  /** Body bytes after decompression. */
  maxBodyBytes: number;
  maxRedirects: number;
  maxHeaderBytes: number;
  /** Least time between the starts of two requests to one host. */
  hostIntervalMs: number;
  hostConcurrency: number;
  robots: boolean;
  robotsTtlMs: number;
  /** Further tries after a lost connection or a 5xx without Retry-After. */
  retries: number;
};

export type FetchRequest = {
  etag?: string | null | undefined;
  lastModified?: string | null | undefined;
  accept?: string | undefined;
  /** Replaces the User-Agent header; robots.txt is still asked as the product itself. */
  userAgent?: string | null | undefined;
  ignoreRobots?: boolean | undefined;
  maxBodyBytes?: number | undefined;
  signal?: AbortSignal | undefined;
  trace?: ((event: TraceEvent) => void) | undefined;
};

export type FetchResponse = {
  status: number;
  notModified: boolean;
  /** The address that answered, after redirects and without fragment. */
  url: string;
  redirects: Redirect[];
  /** Where the document lives from now on; only when every hop was permanent (301 or 308). */
  movedTo: string | null;
  contentType: string | null;
  etag: string | null;
  lastModified: string | null;
  retryAfterMs: number | null;
  /** How long the server calls the answer fresh, from Cache-Control or Expires (RFC 9111 §4.2.1). */
  maxAgeMs: number | null;
  /** Decompressed; owns its whole ArrayBuffer, so it may be transferred to a worker. */
  body: Uint8Array<ArrayBuffer>;
  wireBytes: number;
  durationMs: number;
  address: string | null;
};

export type Redirect = { status: number; from: string; to: string };

/** One step of a fetch, for people who want to see what happened; all text is free of control characters. */
export type TraceEvent =
  | { step: "dns"; host: string; addresses: string[]; ms: number }
  | { step: "address"; address: string; verdict: string }
  | { step: "connect"; address: string; ms: number }
  | { step: "tls"; protocol: string | null; authorized: boolean; issuer: string | null; ms: number }
  | { step: "request"; url: string }
  | { step: "status"; status: number; headers: Record<string, string> }
  | { step: "redirect"; from: string; to: string; status: number }
  | { step: "robots"; url: string; allowed: boolean; rule: string | null }
  | { step: "body"; wireBytes: number; bytes: number; encoding: string | null }
  | { step: "wait"; reason: "pace" | "retry_after" | "retry"; ms: number };

export type Trace = (event: TraceEvent) => void;

/** Resolves a host name to all of its addresses. */
export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

/** Waits; rejects when the signal aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;
