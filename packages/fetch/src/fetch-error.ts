/** Why a fetch failed, as a word that callers store, count and act on. */
export type FetchReason =
  | "invalid_url"
  | "dns"
  | "blocked_address"
  | "blocked_port"
  | "connect"
  | "timeout"
  | "tls"
  | "connection"
  | "too_large"
  | "too_many_redirects"
  | "headers_too_large"
  | "bad_encoding"
  | "robots"
  | "rate_limited"
  | "cancelled"
  | `http_${number}`;

export type FetchProblem = {
  url: string;
  status?: number | null;
  retryAfterMs?: number | null;
  cause?: unknown;
};

/** A fetch that gave no usable answer; the message is one sentence that is safe to show and to store. */
export class FetchError extends Error {
  reason: FetchReason;
  url: string;
  status: number | null;
  retryAfterMs: number | null;

  constructor(reason: FetchReason, message: string, problem: FetchProblem) {
    super(cleanText(message, 400), problem.cause === undefined ? undefined : { cause: problem.cause });
    this.name = "FetchError";
    this.reason = reason;
    this.url = cleanText(problem.url, 2048);
    this.status = problem.status ?? null;
    this.retryAfterMs = problem.retryAfterMs ?? null;
  }
}

/** Replaces control, format and separator characters, so that remote text cannot steer a terminal or a log. */
export function cleanText(text: string, maxLength: number): string {
  const clean = text.slice(0, maxLength).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "\uFFFD");
  return text.length > maxLength ? `${clean}…` : clean;
}
