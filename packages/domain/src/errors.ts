export type Problem =
  | "not_found"
  | "conflict"
  | "invalid"
  | "upstream"
  /** Who asks may not do this. */
  | "forbidden"
  /** Who asks is not who they say, or did not say. */
  | "unauthenticated"
  /** It was changed since the caller read it. */
  | "changed"
  | "throttled"
  | "unavailable";

/** Something that the caller can act on; the message names the thing and the cure. */
export class DomainError extends Error {
  override name = "DomainError";
  readonly problem: Problem;

  constructor(problem: Problem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
