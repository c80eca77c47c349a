import type { Page } from "../walk.ts";

/** A page as a query has it. */
export function pageOf({ limit, cursor }: Page): { limit: number; cursor: string | undefined } {
  return { limit, cursor: cursor ?? undefined };
}

/** A time as a query has it. */
export function timeOf(at: Date | null | undefined): string | undefined {
  return at?.toISOString();
}

/** A text that is printed as it comes, whoever the server is: without bytes that steer a terminal. */
export async function* harmless(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  // oxlint-disable-next-line no-control-regex -- that is what is taken out
  for await (const piece of pieces) yield piece.replaceAll(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, "\ufffd");
}

/** Words as a query has them; none at all is no filter. */
export function wordsOf(words: readonly string[]): readonly string[] | undefined {
  return words.length > 0 ? words : undefined;
}
