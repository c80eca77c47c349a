import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Copy } from "lucide-react";
import type { ReactElement } from "react";

import { Button, ButtonLink, IconButton } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { copy, defanged } from "../../kit/remote.tsx";
import { Empty, ErrorPanel, Loaded } from "../../kit/states.tsx";
import { Table } from "../../kit/table.tsx";
import { typeName } from "../../kit/type-name.ts";
import { storyIndicatorsQuery, type StoryIndicator } from "./queries.ts";
import { copyIndicators } from "./use-story-keys.ts";

/** What can be looked for: every indicator that an article of the story presents as one. */
export function IndicatorsTab({ id }: { id: number }): ReactElement {
  const query = useInfiniteQuery(storyIndicatorsQuery(id));
  return (
    <Loaded query={query} lines={8}>
      {({ pages }) => {
        const found = pages.flatMap(({ items }) => items);
        // Rows that stand already keep their place when more come.
        if (pages.length === 1 && !query.hasNextPage) found.sort(byArticles);
        return found.length === 0 ? (
          <Empty title="No indicators">
            None of its articles presents an address, a hash, a file or a flaw as evidence.
          </Empty>
        ) : (
          <Found
            id={id}
            found={found}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            isReading={query.isFetchingNextPage}
            failure={query.isFetchNextPageError ? query.error : null}
          />
        );
      }}
    </Loaded>
  );
}

function byArticles(a: StoryIndicator, b: StoryIndicator): number {
  return b.articles - a.articles || a.type.localeCompare(b.type) || a.value.localeCompare(b.value);
}

function Found({
  id,
  found,
  more,
  isReading,
  failure,
}: {
  id: number;
  found: StoryIndicator[];
  /** Shows those that come after; null where these are all. */
  more: (() => void) | null;
  isReading: boolean;
  /** Why those could not be read. */
  failure: Error | null;
}): ReactElement {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto text-small text-muted">
          {more ? `The first ${plural(found.length, "indicator")}` : plural(found.length, "indicator")}
        </p>
        <ButtonLink size="small" to="/indicators" search={{ story: String(id) }}>
          Filter and export
        </ButtonLink>
        <Button size="small" action="story.copy" onClick={() => void copyIndicators(id, true)}>
          Copy defanged
        </Button>
        <Button size="small" action="story.copyRaw" onClick={() => void copyIndicators(id, false)}>
          Copy raw
        </Button>
      </div>
      <Table
        label="Indicators of the story"
        rows={found}
        keyOf={({ id }) => id}
        columns={[
          {
            name: "Type",
            cell: ({ type }) => <span className="whitespace-nowrap text-muted">{typeName(type)}</span>,
          },
          { name: "Indicator", cell: (line) => <Value line={line} /> },
          {
            name: "Role",
            cell: ({ role }) => (role ? typeName(role) : <span className="text-faint">–</span>),
            className: "min-w-28",
            wide: true,
          },
          {
            name: "Confidence",
            cell: ({ confidence }) => `${Math.round(confidence * 100)} %`,
            right: true,
            wide: true,
          },
          { name: "Articles", cell: ({ articles }) => count(articles), right: true },
        ]}
      />
      {failure && more && <ErrorPanel error={failure} retry={more} />}
      {more && !failure && (
        <div>
          <Button disabled={isReading} onClick={more}>
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}

function Value({ line: { id, type, value } }: { line: StoryIndicator }): ReactElement {
  const safe = defanged(type, value);
  return (
    <span className="inline-flex items-center gap-1">
      <Link
        to="/indicators/$id"
        params={{ id: String(id) }}
        className="font-mono text-small break-all hover:underline"
      >
        {safe}
      </Link>
      <IconButton
        label={`Copy ${safe}`}
        icon={<Copy size={14} aria-hidden />}
        className="!size-6 shrink-0"
        onClick={() => void copy(safe, "defanged")}
      />
    </span>
  );
}
