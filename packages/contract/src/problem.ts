import { z } from "zod";

/** What can go wrong, with its HTTP status and a title. The code is what programs look at. */
export const problems = {
  validation_failed: [400, "The request does not match the schema"],
  bad_cursor: [400, "This cursor is not of this list"],
  bad_query: [400, "The search could not be read"],
  unauthenticated: [401, "Sign in first"],
  login_failed: [401, "User name, password or code is wrong"],
  code_required: [401, "The code of the second factor is needed"],
  forbidden: [403, "Not allowed"],
  cross_site: [403, "Requests from other sites are refused"],
  password_change_required: [403, "Choose another password first"],
  not_found: [404, "There is no such thing"],
  method_not_allowed: [405, "This address does not take that method"],
  conflict: [409, "This is in conflict with what is there"],
  idempotency_in_flight: [409, "The first request with this Idempotency-Key is still being answered"],
  gone: [410, "This is over"],
  precondition_failed: [412, "It was changed in the meantime"],
  payload_too_large: [413, "The request is too large"],
  uri_too_long: [414, "The address is too long"],
  unsupported_media_type: [415, "This content type is not taken"],
  misdirected: [421, "This host name is not served here"],
  invalid: [422, "The request cannot be carried out as given"],
  idempotency_mismatch: [422, "This Idempotency-Key was used for another request"],
  precondition_required: [428, "If-Match is needed"],
  rate_limited: [429, "Too many requests"],
  headers_too_large: [431, "The request header is too large"],
  internal: [500, "This could not be answered"],
  upstream: [422, "Somebody else did not answer as expected"],
  unavailable: [503, "Not available now"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** RFC 9457, with a code, the request's id as the log has it, and one entry per field that is wrong (RFC 6901). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.output<typeof problemSchema>;

export function problemType(code: ProblemCode): string {
  return `urn:cti-scraper:problem:${code}`;
}
