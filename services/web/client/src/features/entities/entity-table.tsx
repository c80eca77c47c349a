import { ArrowDown } from "lucide-react";
import type { ComponentProps, ReactElement, ReactNode } from "react";

import { GridList } from "../../kit/grid-list.tsx";
import { Remote } from "../../kit/remote.tsx";
import { Time } from "../../kit/time.tsx";
import { typeName } from "../../kit/type-name.ts";
import {
  ArticleCount,
  CardLink,
  shownName,
  typeColour,
  Standing,
  type EntityColumn,
} from "./entity-columns.tsx";
import type { EntityRow } from "./queries.ts";
import { isIndicator } from "./search-for.ts";
import { useVerdicts, type Verdict } from "./verdicts.ts";

type ListProps = ComponentProps<typeof GridList<EntityRow>>;

type Props = Pick<
  ListProps,
  "label" | "items" | "active" | "onActive" | "onOpen" | "selection" | "more" | "hasMore" | "place" | "readAt"
> & {
  columns: readonly EntityColumn[];
  sort: string;
  onSort: (sort: "newest" | "mentioned_in" | "value") => void;
};

/** Entities or indicators as a table of any length. On a narrow screen each row is two lines. */
export function EntityTable({ columns, sort, onSort, ...list }: Props): ReactElement {
  const verdicts = useVerdicts();
  return (
    <div className="h-full">
      <GridList<EntityRow>
        {...list}
        rowHeight={48}
        nameOf={shownName}
        header={
          <>
            {list.selection && (
              <div role="columnheader" className="w-8 shrink-0">
                <span className="sr-only">Selected</span>
              </div>
            )}
            <Heading
              className={`min-w-0 flex-1 ${list.selection ? "" : "md:pl-6"}`}
              sorted={sort === "value"}
              onSort={() => onSort("value")}
            >
              {list.label === "Indicators" ? "Value" : "Name"}
            </Heading>
            {columns.map(({ name, title, className, sort: by }) => (
              <Heading
                key={name}
                className={`shrink-0 ${className}`}
                sorted={sort === by}
                {...(by && { onSort: () => onSort(by) })}
              >
                {title}
              </Heading>
            ))}
          </>
        }
        row={(row) => (
          <Cells
            row={row}
            columns={columns}
            verdict={verdicts.get(row.id)}
            className={list.selection ? "" : "md:pl-6"}
          />
        )}
      />
    </div>
  );
}

function Heading({
  className,
  sorted,
  onSort,
  children,
}: {
  className: string;
  sorted: boolean;
  onSort?: () => void;
  children: ReactNode;
}): ReactElement {
  return (
    <div
      role="columnheader"
      aria-sort={
        sorted ? (children === "Value" || children === "Name" ? "ascending" : "descending") : undefined
      }
      className={`flex px-3 md:last:pr-6 ${className}`}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          className={`-mx-1 inline-flex h-6 items-center gap-1 rounded px-1 font-semibold whitespace-nowrap hover:text-text ${sorted ? "text-text" : ""}`}
        >
          {children}
          {sorted && <ArrowDown size={12} aria-hidden />}
        </button>
      ) : (
        <span>{children}</span>
      )}
    </div>
  );
}

function Cells({
  row,
  columns,
  verdict,
  className,
}: {
  row: EntityRow;
  columns: readonly EntityColumn[];
  verdict: Verdict | null | undefined;
  /** Of the first cell. */
  className: string;
}): ReactElement {
  const rejected = verdict === "rejected" || (row.status === "rejected" && verdict !== null);
  return (
    <>
      <div
        role="gridcell"
        className={`flex min-w-0 flex-1 flex-col justify-center gap-0.5 px-3 py-1.5 md:flex-row md:items-center md:justify-start md:gap-3 ${className}`}
      >
        <Name row={row} rejected={rejected} />
        <p className="flex flex-wrap items-center gap-x-2 text-small text-muted md:hidden">
          <span className={typeColour(row.type)}>{typeName(row.type)}</span>
          {row.role && <span>{typeName(row.role)}</span>}
          <ArticleCount row={row} words />
          <Time at={row.last_seen} />
          {(rejected || verdict || row.benign) && <Standing row={row} verdict={verdict} />}
        </p>
      </div>
      {columns.map(({ name, className: width, cell }) => (
        <div
          key={name}
          role="gridcell"
          className={`flex shrink-0 items-center px-3 text-[0.875rem] max-md:hidden md:last:pr-6 ${width}`}
        >
          {cell(row, verdict)}
        </div>
      ))}
    </>
  );
}

function Name({ row, rejected }: { row: EntityRow; rejected: boolean }): ReactElement {
  const { type, value, label, external_id } = row;
  if (isIndicator(type))
    return (
      <CardLink
        row={row}
        className={`min-w-0 truncate font-mono text-[0.875rem] hover:text-accent hover:underline max-md:whitespace-normal max-md:break-all max-md:line-clamp-2 ${rejected ? "text-faint line-through" : ""}`}
      >
        <Remote text={shownName(row)} />
      </CardLink>
    );
  const id = external_id && external_id !== value ? external_id : null;
  return (
    <span className="flex min-w-0 items-baseline gap-2.5">
      <CardLink
        row={row}
        className={`min-w-0 truncate font-medium hover:text-accent hover:underline ${rejected ? "text-faint line-through" : ""}`}
      >
        <Remote text={label && label !== value ? label : value} />
      </CardLink>
      {(id ?? (label && label !== value)) && (
        <span className="shrink-0 font-mono text-tiny text-faint">
          <Remote text={id ?? value} />
        </span>
      )}
    </span>
  );
}
