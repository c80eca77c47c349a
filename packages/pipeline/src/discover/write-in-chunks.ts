import type { Parser } from "htmlparser2";

const CHUNK = 65_536;

/**
 * Feeds markup to a parser piece by piece and stops when `isDone` says so; false when it stopped, and then
 * open elements stay open. The parser's own work per tag grows with its nesting, so a caller that stops at
 * a depth keeps any input at linear time.
 */
export function writeInChunks(parser: Parser, markup: string, isDone: () => boolean): boolean {
  for (let at = 0; at < markup.length; at += CHUNK) {
    parser.write(markup.slice(at, at + CHUNK));
    if (isDone()) return false;
  }
  parser.end();
  return true;
}
