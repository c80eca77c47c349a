export type Problem = "not_found" | "conflict" | "invalid" | "upstream";

/** Something that the caller can act on; the message names the thing and the cure. */
export class DomainError extends Error {
  override name = "DomainError";
  readonly problem: Problem;

  constructor(problem: Problem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}
