import { Link } from "@tanstack/react-router";
import type { ReactElement, ReactNode } from "react";

import { Badge, entityColour } from "../../kit/chip.tsx";
import { count, plural } from "../../kit/number.ts";
import { defanged, visible } from "../../kit/remote.tsx";
import { Time } from "../../kit/time.tsx";
import { typeName } from "../../kit/type-name.ts";
import type { EntityRow } from "./queries.ts";
import { isIndicator, searchFor } from "./search-for.ts";
import type { Verdict } from "./verdicts.ts";

export type ColumnName =
  | "type"
  | "role"
  | "confidence"
  | "status"
  | "first"
  | "last"
  | "articles"
  | "sources";

export type EntityColumn = {
  name: ColumnName;
  title: string;
  /** The order of the API that goes by it. */
  sort?: "newest" | "mentioned_in";
  /** Its width, and from which width of the window it is there. */
  className: string;
  cell: (row: EntityRow, verdict: Verdict | null | undefined) => ReactNode;
};

/** What a row of an entity or an indicator can show beside its name. */
export const entityColumns: readonly EntityColumn[] = [
  {
    name: "type",
    title: "Type",
    className: "w-28",
    cell: ({ type }) => <span className={typeColour(type)}>{typeName(type)}</span>,
  },
  {
    name: "role",
    title: "Role",
    className: "w-34 max-lg:hidden",
    cell: ({ role }) => role && <span className="text-muted">{typeName(role)}</span>,
  },
  {
    name: "status",
    title: "Standing",
    className: "w-28 max-xl:hidden",
    cell: (row, verdict) => <Standing row={row} verdict={verdict} />,
  },
  {
    name: "confidence",
    title: "Confidence",
    className: "w-28 max-lg:hidden",
    cell: ({ confidence }) => <Confidence value={confidence} />,
  },
  {
    name: "first",
    title: "First seen",
    className: "w-28 max-xl:hidden",
    cell: ({ first_seen }) => (
      <span className="text-muted">
        <Time at={first_seen} />
      </span>
    ),
  },
  {
    name: "last",
    title: "Last seen",
    sort: "newest",
    className: "w-28",
    cell: ({ last_seen }) => (
      <span className="text-muted">
        <Time at={last_seen} />
      </span>
    ),
  },
  {
    name: "articles",
    title: "Articles",
    sort: "mentioned_in",
    className: "w-32 justify-end text-right",
    cell: (row) => <ArticleCount row={row} />,
  },
  {
    name: "sources",
    title: "Sources",
    className: "w-20 justify-end text-right max-lg:hidden",
    cell: (row) => (
      <CardLink row={row} className="text-accent hover:underline" label={plural(row.sources, "source")}>
        {count(row.sources)}
      </CardLink>
    ),
  },
];

/** The number of articles that mention it, leading to them, and in how many of them it counts if that is another one. */
export function ArticleCount({ row, words = false }: { row: EntityRow; words?: boolean }): ReactElement {
  const { type, value, mentioned_in, articles, estimated } = row;
  const counts = `${estimated ? "about " : ""}${count(articles)} ${articles === 1 ? "counts" : "count"}`;
  return (
    <span className={`inline-flex items-baseline gap-2 ${words ? "" : "flex-row-reverse"}`}>
      <Link
        to="/articles"
        search={{ q: searchFor(type, value) }}
        tabIndex={-1}
        className="text-accent hover:underline"
        aria-label={plural(mentioned_in, "article")}
      >
        {words ? plural(mentioned_in, "article") : count(mentioned_in)}
      </Link>
      {articles !== mentioned_in && (
        <span className="text-tiny whitespace-nowrap text-muted" title={whatCounts}>
          {words
            ? `${estimated ? "about " : ""}${count(articles)} of them ${articles === 1 ? "counts" : "count"}`
            : counts}
        </span>
      )}
    </span>
  );
}

const whatCounts =
  "Articles in which it counts: as these filters have it, and neither harmless, rejected nor merely mentioned unless they say so";

/** A link to the card of an entity: indicators have their own address. */
export function CardLink({
  row: { id, type },
  label,
  className,
  tabbable = false,
  children,
}: {
  row: { id: number; type: string };
  label?: string;
  className: string;
  /** Outside of a grid, where the keys of the list lead to it. */
  tabbable?: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    <Link
      to={isIndicator(type) ? "/indicators/$id" : "/entities/$id"}
      params={{ id: String(id) }}
      tabIndex={tabbable ? undefined : -1}
      className={className}
      aria-label={label}
    >
      {children}
    </Link>
  );
}

/** Names have the colour of their type, as far as it has one of its own; indicators are too many for colour. */
export function typeColour(type: string): string {
  const colour = entityColour(type);
  return isIndicator(type) || colour === entityColour("") ? "text-muted" : colour;
}

/** What it is called: indicators defanged. */
export function shownName({ type, value, label }: Pick<EntityRow, "type" | "value" | "label">): string {
  if (isIndicator(type)) return defanged(type, value);
  return label && label !== value ? `${visible(value)} ${visible(label)}` : visible(value);
}

/** How sure the reading of the text is, from 0 to 1. The bar says it again. */
export function Confidence({ value }: { value: number }): ReactElement {
  return (
    <span
      className="inline-flex items-center gap-2"
      title="How sure the reading of the text is; not a verdict"
    >
      <span className="tabular-nums">{value.toFixed(2)}</span>
      <span aria-hidden="true" className="h-[3px] w-9 rounded-full bg-line">
        <span className="block h-full rounded-full bg-muted" style={{ width: `${value * 100}%` }} />
      </span>
    </span>
  );
}

/** What analysts decided, or else what the text and the lists of harmless things say. */
export function Standing({
  row: { status, benign },
  verdict,
  long = false,
}: {
  row: Pick<EntityRow, "status" | "benign">;
  verdict: Verdict | null | undefined;
  /** Names the list that knows it as harmless; else that is in the tooltip. */
  long?: boolean;
}): ReactNode {
  if (verdict === "accepted") return <Badge tone="good">✓ accepted</Badge>;
  if (verdict === "rejected" || (status === "rejected" && verdict !== null))
    return <Badge tone="bad">✕ rejected</Badge>;
  if (benign)
    return (
      <Badge title={`Known as harmless: ${visible(benign)}`}>benign{long && ` · ${visible(benign)}`}</Badge>
    );
  if (status === "indicator" || status === "named") return <span className="text-faint">–</span>;
  return <Badge>{status}</Badge>;
}
