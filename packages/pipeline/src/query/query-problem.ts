/** Stops the reading of a query where it makes no sense; `at` counts from 0. It never leaves `parseQuery`. */
export class QueryProblem extends Error {
  override name = "QueryProblem";
  readonly at: number;
  readonly length: number;
  readonly hint: string;

  constructor(message: string, at: number, length: number, { hint }: { hint: string }) {
    super(message);
    this.at = at;
    this.length = length;
    this.hint = hint;
  }
}
