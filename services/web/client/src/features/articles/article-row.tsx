import { Link } from "@tanstack/react-router";
import type { MouseEvent, ReactElement, ReactNode } from "react";

import { Badge } from "../../kit/chip.tsx";
import { count } from "../../kit/number.ts";
import { visible } from "../../kit/remote.tsx";
import { Score } from "../../kit/score.tsx";
import { Time } from "../../kit/time.tsx";
import { Similarity } from "../meaning/similarity.tsx";
import type { ArticleRow, Sort } from "./queries.ts";
import { StarMark, StateMark } from "./state-mark.tsx";

/** Where the preview stands beside the list. */
export const wideEnough = "(min-width: 1280px)";

/** One article of the list. Where there is a preview, a click shows it there; elsewhere it leads to the page. */
export function ArticleRowView({
  row,
  sort,
  sourceName,
  similarity,
}: {
  row: ArticleRow;
  sort: Sort;
  sourceName: (slug: string) => string;
  /** How near it is to what was searched for by meaning; null elsewhere. */
  similarity: number | null;
}): ReactElement {
  const seen = row.state !== "new";
  const onClick = (event: MouseEvent): void => {
    const plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.detail < 2;
    if (plain && matchMedia(wideEnough).matches) event.preventDefault();
  };
  return (
    <Cell>
      <Link
        to="/articles/$id"
        params={{ id: String(row.id) }}
        tabIndex={-1}
        onClick={onClick}
        className="flex min-w-0 flex-1 items-start gap-3 px-3 py-1.5 outline-none"
      >
        <span className="flex h-10 shrink-0 items-center">
          {similarity !== null ? (
            <Similarity value={similarity} />
          ) : sort === "hunt" ? (
            <Score value={row.hunt} label="hunt score" />
          ) : (
            <Score value={row.score} />
          )}
        </span>
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-center gap-2">
            <span
              className={`min-w-0 truncate leading-5 max-sm:line-clamp-2 max-sm:wrap-anywhere max-sm:whitespace-normal ${seen ? "text-muted" : "font-semibold"} ${row.state === "dismissed" ? "line-through decoration-line-strong" : ""}`}
            >
              {visible(row.title) || "Without a title"}
            </span>
            {row.starred && <StarMark />}
          </span>
          <span className="flex items-center gap-x-2 overflow-hidden text-small leading-5 text-muted">
            <span className="truncate">{sourceName(row.source)}</span>
            <span className="text-faint" aria-hidden="true">
              ·
            </span>
            <Time at={row.published_at ?? row.collected_at} />
            <span className="text-faint whitespace-nowrap max-sm:hidden">
              {count(row.word_count)} {row.word_count === 1 ? "word" : "words"}
            </span>
            <RowBadges row={row} />
            <span className="ml-auto">
              <StateMark state={row.state} />
            </span>
          </span>
          {row.rejected_reason && (
            <span className="truncate text-small leading-5 text-muted">{visible(row.rejected_reason)}</span>
          )}
          {row.excerpt && <Excerpt text={row.excerpt} />}
        </span>
      </Link>
    </Cell>
  );
}

function Cell({ children }: { children: ReactNode }): ReactElement {
  return (
    <div role="gridcell" className="flex min-w-0 flex-1">
      {children}
    </div>
  );
}

function RowBadges({ row }: { row: ArticleRow }): ReactElement {
  return (
    <span className="inline-flex items-center gap-1.5 leading-4">
      {row.twin_of !== null && <Badge title={`repeats article ${row.twin_of}`}>twin</Badge>}
      {row.version > 1 && <Badge title="its publisher changed it">v{row.version}</Badge>}
      {row.scrape_error && (
        <span className="max-sm:hidden">
          <Badge title={`its page could not be read: ${visible(row.scrape_error)}`}>page not read</Badge>
        </span>
      )}
      {row.rejected_reason && <Badge tone="warn">kept out</Badge>}
    </span>
  );
}

/** The passage that was found. The server writes what matched between « and ». */
function Excerpt({ text }: { text: string }): ReactElement {
  return (
    <span className="line-clamp-2 text-small leading-5 text-muted">
      {visible(text)
        .split(/(«[^»]*»)/)
        .map((part, at) =>
          part.startsWith("«") ? (
            <mark key={at} className="rounded-xs bg-accent-soft text-text">
              {part.slice(1, -1)}
            </mark>
          ) : (
            part
          ),
        )}
    </span>
  );
}
