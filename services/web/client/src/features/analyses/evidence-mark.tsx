import { PreviewCard } from "@base-ui/react/preview-card";
import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { visible } from "../../kit/remote.tsx";
import type { Reading } from "./analysis-view.tsx";
import { defangWords } from "./defang-words.ts";
import type { Evidence } from "./evidence.ts";

type Props = Pick<Reading, "placeLink" | "place" | "articleName" | "known"> & { evidence: Evidence };

/** The number of a quote: it leads to its place in the text, and shows the quote to who points at it. */
export function EvidenceMark({ evidence, placeLink, place, articleName, known }: Props): ReactElement {
  const { number, quote, article } = evidence;
  const words = defangWords(quote, known);
  const name = articleName?.(article);
  const isHere = place?.isAt(evidence) ?? false;
  return (
    <PreviewCard.Root>
      <PreviewCard.Trigger
        delay={250}
        closeDelay={100}
        render={
          <Link
            {...placeLink(evidence)}
            aria-current={isHere ? "location" : undefined}
            aria-label={`${number}, evidence: “${words}”`}
            // The address stays the same for what is marked already: then only the text moves.
            onClick={() => isHere && place?.go(evidence)}
            className="group/mark mx-px inline-flex h-6 min-w-6 items-center justify-center align-bottom"
          >
            <span
              className={`inline-flex h-4.5 min-w-4.5 items-center justify-center rounded px-1 text-tiny leading-none font-semibold ${
                isHere
                  ? "bg-accent-strong text-on-accent"
                  : "bg-accent-soft text-accent group-hover/mark:bg-accent-strong group-hover/mark:text-on-accent"
              }`}
            >
              {number}
            </span>
          </Link>
        }
      />
      <PreviewCard.Portal>
        <PreviewCard.Positioner sideOffset={4} collisionPadding={12} className="z-50">
          <PreviewCard.Popup className="max-w-96 rounded-lg border border-line-strong bg-surface p-3 shadow-panel">
            <blockquote className="line-clamp-8 border-l-2 border-accent pl-2.5 text-small whitespace-pre-line">
              <bdi>{words}</bdi>
            </blockquote>
            {name !== undefined && <p className="mt-1.5 text-tiny text-muted">{visible(name)}</p>}
          </PreviewCard.Popup>
        </PreviewCard.Positioner>
      </PreviewCard.Portal>
    </PreviewCard.Root>
  );
}
