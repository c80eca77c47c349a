import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { OutcomeIcon } from "../../kit/outcome.tsx";
import { isOpen, type AnalysisLine, type Kind } from "./queries.ts";
import { kinds } from "./words.ts";

/** What one can ask for. A mark says what is there already, or on its way. */
export function KindTabs({
  current,
  lines,
  linkOf,
  isForeign,
}: {
  current: Kind;
  lines: readonly AnalysisLine[];
  linkOf: (kind: Kind) => LinkProps;
  isForeign: boolean;
}): ReactElement {
  const isShown = (kind: Kind): boolean =>
    kind !== "translation" || isForeign || kind === current || lines.some((line) => line.kind === kind);
  return (
    <nav aria-label="Kinds of analysis" className="flex flex-wrap gap-1">
      {kinds
        .filter(({ kind }) => isShown(kind))
        .map(({ kind, name }) => (
          <Link
            key={kind}
            {...linkOf(kind)}
            activeOptions={{ exact: true }}
            aria-current={kind === current ? "page" : undefined}
            className={`inline-flex h-7 items-center gap-1.5 rounded-md px-2.5 text-small font-medium whitespace-nowrap ${
              kind === current ? "bg-selected text-text" : "text-muted hover:bg-hover hover:text-text"
            }`}
          >
            {name}
            <Mark lines={lines.filter((line) => line.kind === kind)} />
          </Link>
        ))}
    </nav>
  );
}

function Mark({ lines }: { lines: readonly AnalysisLine[] }): ReactElement | null {
  if (lines.some(isOpen))
    return (
      <>
        <OutcomeIcon state="running" size={13} />
        <span className="sr-only">under way</span>
      </>
    );
  if (!lines.some(({ status }) => status === "completed")) return null;
  return (
    <>
      <span aria-hidden="true" className="size-1.5 rounded-full bg-accent" />
      <span className="sr-only">there</span>
    </>
  );
}
