import { createHash } from "node:crypto";

import { lockVersion } from "../evidence/lock-version.ts";
import { promptVersions } from "./prompts.ts";
import type { AnalyseRequest } from "./request.ts";

/** SHA-256 in hex of all that decides what the model is asked and how its answer is judged: equal requests may share one analysis. */
export function inputHash({
  kind,
  documents,
  model,
  contextTokens,
  maxParts,
  language,
}: AnalyseRequest): string {
  const texts = documents.map(({ articleId, title, text, source, publishedAt, language }) => [
    articleId,
    title,
    text,
    source,
    publishedAt?.toISOString() ?? null,
    language,
  ]);
  const input = [kind, promptVersions()[kind], lockVersion, model, contextTokens, maxParts, language, texts];
  return createHash("sha256").update(JSON.stringify(input)).digest("hex");
}
