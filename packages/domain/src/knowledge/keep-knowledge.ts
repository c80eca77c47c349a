import type { Db } from "@cti/db/client";
import { createKnowledge, type Knowledge } from "@cti/pipeline/entities/knowledge";

import { loadKnowledge } from "./load-knowledge.ts";

export type KeptKnowledge = () => Promise<Knowledge>;

/** Knowledge for this thread, loaded when it is first asked for: most processes never need it. */
export function keepKnowledge(db: Db): KeptKnowledge {
  let kept: Promise<Knowledge> | null = null;
  return () => {
    kept ??= loadKnowledge(db)
      .then(createKnowledge)
      .catch((error: unknown) => {
        kept = null;
        throw error;
      });
    return kept;
  };
}
