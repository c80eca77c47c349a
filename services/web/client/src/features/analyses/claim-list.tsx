import type { ReactElement } from "react";

import type { Reading } from "./analysis-view.tsx";
import { ClaimRow } from "./claim-row.tsx";
import type { NumberedEvidence } from "./evidence.ts";
import type { Analysis, Claim } from "./queries.ts";

export type Shared = Reading & { analysis: Analysis; evidence: NumberedEvidence };

/** What is said about one thing, sentence by sentence. */
export function ClaimList({
  name,
  claims,
  heading: Heading = "h3",
  ...shared
}: Shared & { name: string | null; claims: readonly Claim[]; heading?: "h3" | "h4" }): ReactElement {
  return (
    <section>
      {name !== null && <Heading className="overline-label mb-1">{name}</Heading>}
      <ol aria-label={name ?? "Sentences"} className="flex flex-col">
        {claims.map((claim) => (
          <li key={claim.id}>
            <ClaimRow claim={claim} {...shared} />
          </li>
        ))}
      </ol>
    </section>
  );
}
