import { DomHandler, type Document } from "domhandler";
import { Parser } from "htmlparser2";

import { writeInChunks } from "../discover/write-in-chunks.ts";

const MAX_DEPTH = 256;
const MAX_NODES = 150_000;
/** Past this nesting the parser itself slows down, so reading stops. */
const STOP_DEPTH = 1_024;
const DROPPED = new Set(["script", "style", "svg", "noscript", "template", "iframe"]);

/**
 * An HTML tree that is safe to walk recursively: at most 256 deep (deeper elements are left out, their text
 * goes to the last ancestor kept) and 150,000 nodes. Scripts, styles, drawings and templates are left out.
 */
export function parseBounded(html: string): Document {
  const handler = new BoundedHandler();
  writeInChunks(new Parser(handler), html, () => handler.isDone);
  return handler.root;
}

class BoundedHandler extends DomHandler {
  isDone = false;
  private nodes = 0;
  private depth = 0;
  /** Elements opened and left out, which their closing tags must not take from the tree. */
  private skipped = 0;
  private dropped = 0;

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.depth += 1;
    this.isDone ||= this.nodes >= MAX_NODES || this.depth > STOP_DEPTH;
    if (this.dropped > 0 || DROPPED.has(name)) {
      this.dropped += 1;
      return;
    }
    if (this.isDone || this.skipped > 0 || this.depth > MAX_DEPTH) {
      this.skipped += 1;
      return;
    }
    this.nodes += 1;
    super.onopentag(name, attributes);
  }

  override onclosetag(): void {
    this.depth -= 1;
    if (this.dropped > 0) this.dropped -= 1;
    else if (this.skipped > 0) this.skipped -= 1;
    else super.onclosetag();
  }

  override ontext(text: string): void {
    if (this.dropped > 0 || this.isDone) return;
    this.nodes += 1;
    super.ontext(text);
  }

  override oncomment(): void {}
  override oncommentend(): void {}
  override onprocessinginstruction(): void {}
}
