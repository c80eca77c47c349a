import { Info } from "lucide-react";
import type { ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import type { Near } from "./queries.ts";

/** Why nearness goes by words, where it does not go by meaning. */
export function BasisLine({ near: { basis, message } }: { near: Near }): ReactElement | null {
  if (basis === "meaning") return null;
  return (
    <p className="flex items-start gap-2 text-small text-muted">
      <Info size={15} aria-hidden className="mt-0.5 shrink-0 text-faint" />
      <span>{visible(message ?? "By the words that they share.")}</span>
    </p>
  );
}
