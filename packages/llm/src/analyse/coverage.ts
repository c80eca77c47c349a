import type { AnalysisOutput, Document } from "../analysis.ts";
import type { TextPart } from "./parts.ts";

/** How much of the documents' texts was read; what parts have in common counts once. */
export function coverageOf(
  documents: Document[],
  parts: TextPart[],
  read: TextPart[],
): AnalysisOutput["coverage"] {
  return {
    parts: parts.length,
    partsRead: read.length,
    chars: documents.reduce((sum, { text }) => sum + text.length, 0),
    charsRead: charsIn(read),
  };
}

function charsIn(parts: TextPart[]): number {
  const ordered = parts.toSorted(
    (left, right) => left.articleId - right.articleId || left.start - right.start || left.end - right.end,
  );
  let chars = 0;
  let articleId: number | null = null;
  let reach = 0;
  for (const part of ordered) {
    if (part.articleId !== articleId) reach = 0;
    articleId = part.articleId;
    chars += Math.max(0, part.end - Math.max(part.start, reach));
    reach = Math.max(reach, part.end);
  }
  return chars;
}
