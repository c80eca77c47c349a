import { useQuery } from "@tanstack/react-query";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { bytes, count } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { useSourceNames } from "../runs/use-source-names.ts";
import { statsQuery, type Stats } from "./queries.ts";

type Figure = { name: string; value: string; link?: LinkProps; note?: string };

/** How much there is. */
export function Numbers(): ReactElement {
  const query = useQuery(statsQuery);
  return (
    <Panel
      title="How much there is"
      aside={
        query.data && (
          <span className="text-small text-muted">
            counted <Time at={query.data.as_of} />
          </span>
        )
      }
    >
      <Loaded query={query} lines={3}>
        {(stats) => (
          <div className="flex flex-col gap-5">
            <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-6">
              {numbersOf(stats).map((number) => (
                <One key={number.name} {...number} />
              ))}
            </dl>
            <TopSources sources={stats.top_sources} />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

function One({ name, value, link, note }: Figure): ReactElement {
  return (
    <div className="flex flex-col">
      <dt className="text-small text-muted">{name}</dt>
      <dd className="text-lg font-semibold">
        {link ? (
          <Link {...link} className="underline-offset-4 hover:underline">
            {value}
          </Link>
        ) : (
          value
        )}
        {note && <span className="block text-small font-normal text-muted">{note}</span>}
      </dd>
    </div>
  );
}

function numbersOf({ sources, articles, understood, database_bytes: size }: Stats): Figure[] {
  return [
    {
      name: "Articles",
      value: count(articles.total),
      link: { to: "/articles" },
      note: `${count(articles.words)} words`,
    },
    {
      name: "In 24 hours",
      value: count(articles.last_24h),
      link: { to: "/articles", search: { since: "24h" } },
    },
    { name: "In 7 days", value: count(articles.last_7d), link: { to: "/articles", search: { since: "7d" } } },
    {
      name: "Without full text",
      value: count(articles.incomplete),
      link: { to: "/articles", search: { incomplete: "true" } },
    },
    {
      name: "Rejected",
      value: count(articles.rejected),
      link: { to: "/articles", search: { rejected: "true" } },
    },
    { name: "Copies", value: count(articles.copies), note: `${count(understood.twins)} twins` },
    {
      name: "Stories",
      value: count(understood.stories),
      link: { to: "/" },
      note: `${count(understood.several_tell)} told by several`,
    },
    { name: "Entities", value: count(understood.entities), link: { to: "/entities" } },
    {
      name: "Sources followed",
      value: count(sources.enabled),
      link: { to: "/ops/sources" },
      note: `of ${count(sources.total)}`,
    },
    {
      name: "Failing",
      value: count(sources.failing),
      link: { to: "/ops/sources", search: { state: "failing" } },
    },
    { name: "Due now", value: count(sources.due), link: { to: "/ops/sources" } },
    { name: "Database", value: bytes(size) },
  ];
}

function TopSources({ sources }: { sources: Stats["top_sources"] }): ReactElement | null {
  const names = useSourceNames();
  const most = sources[0]?.articles ?? 0;
  if (most === 0) return null;
  return (
    <div>
      <h3 className="overline-label mb-2">Sources with most articles</h3>
      <ol className="grid gap-x-8 gap-y-1 md:grid-cols-2">
        {sources.map(({ source, articles }) => (
          <li
            key={source}
            className="grid h-7 grid-cols-[minmax(0,12rem)_1fr_3.5rem] items-center gap-3 text-small"
          >
            <span className="truncate">{names.get(source)?.name ?? visible(source)}</span>
            <span aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-raised">
              <span
                className="block h-full rounded-full bg-accent"
                style={{ width: `${(articles / most) * 100}%` }}
              />
            </span>
            <Link
              to="/articles"
              search={{ source }}
              aria-label={`${count(articles)} articles of ${names.get(source)?.name ?? source}`}
              className="text-right font-medium underline-offset-2 hover:underline"
            >
              {count(articles)}
            </Link>
          </li>
        ))}
      </ol>
    </div>
  );
}
