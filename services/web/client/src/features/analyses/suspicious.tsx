import { Link, type LinkProps } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";

import { plural } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import type { Reading } from "./analysis-view.tsx";
import type { Analysis } from "./queries.ts";

/** Passages that speak to a model instead of a reader: somebody may want to steer what it says. */
export function Suspicious({
  passages,
  placeLink,
}: {
  passages: Analysis["suspicious"];
  placeLink: Reading["placeLink"];
}): ReactElement | null {
  if (passages.length === 0) return null;
  const linkOf = ({ article_id: article, start, end }: (typeof passages)[number]): LinkProps =>
    placeLink({ article, field: "text", spans: [{ start, end }] });
  return (
    <div className="flex items-start gap-2 rounded-lg bg-warn-soft p-3 text-small">
      <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <div className="min-w-0">
        <p className="font-semibold text-warn">
          This text speaks to a model: {plural(passages.length, "passage")}
        </p>
        <ul className="mt-1 flex flex-col gap-0.5">
          {passages.map((passage) => (
            <li key={`${passage.article_id} ${passage.start}`}>
              <Link
                {...linkOf(passage)}
                className="inline-flex min-h-6 items-center underline decoration-line-strong underline-offset-2 hover:decoration-warn"
              >
                {visible(passage.reason)}
              </Link>
            </li>
          ))}
        </ul>
        <p className="mt-1 text-muted">Nothing that rests on it counts as borne out.</p>
      </div>
    </div>
  );
}
