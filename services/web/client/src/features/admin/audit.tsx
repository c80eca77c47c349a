import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, type ReactElement } from "react";

import type { Item } from "../../api/client.ts";
import { Button, buttonClass } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { FilterBox } from "../../kit/filter-box.tsx";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { utc } from "../../kit/time.tsx";
import { AuditDetail } from "./audit-detail.tsx";
import { ChainBadge } from "./chain-badge.tsx";
import { auditQuery, type AuditFilter } from "./queries.ts";

const route = getRouteApi("/inside/admin");

type Row = Item<"listAudit">;

/** Who changed what, when and from where. */
export function Audit(): ReactElement {
  const { actor, action, since, until } = route.useSearch();
  const navigate = route.useNavigate();
  const set = useCallback(
    (change: Record<string, string | undefined>) =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  const setAction = useCallback((text: string) => set({ action: text || undefined }), [set]);
  const filter: AuditFilter = {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(since && { since: `${since}T00:00:00Z` }),
    ...(until && { until: `${until}T23:59:59Z` }),
  };
  const rows = useInfiniteQuery(auditQuery(filter));
  const filters = Object.keys(filter).length;
  const exportUrl = `/api/v1/audit/export?${new URLSearchParams({ format: "csv", ...filter }).toString()}`;
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <FilterBox
          value={action ?? ""}
          onChange={setAction}
          label="Filter by action"
          placeholder="Action: user, token.create, export …"
        />
        <Field label="From">
          {(control) => (
            <Input
              {...control}
              type="date"
              className="!h-8 text-[0.875rem]"
              value={since ?? ""}
              onChange={(event) => set({ since: event.target.value || undefined })}
            />
          )}
        </Field>
        <Field label="To">
          {(control) => (
            <Input
              {...control}
              type="date"
              className="!h-8 text-[0.875rem]"
              value={until ?? ""}
              onChange={(event) => set({ until: event.target.value || undefined })}
            />
          )}
        </Field>
        {actor && (
          <Button onClick={() => set({ actor: undefined })} title="Show everybody">
            by {visible(actor)} ✕
          </Button>
        )}
        <a href={exportUrl} download className={buttonClass()}>
          Export CSV
        </a>
      </div>
      <Panel flush title="Audit log" aside={<ChainBadge />}>
        <Loaded query={rows}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items);
            if (items.length === 0)
              return (
                <Empty
                  title={filters > 0 ? "Nothing matches these filters" : "Nothing was changed yet"}
                  actions={
                    filters > 0 && (
                      <Button
                        onClick={() =>
                          set({ actor: undefined, action: undefined, since: undefined, until: undefined })
                        }
                      >
                        Clear filters
                      </Button>
                    )
                  }
                />
              );
            return <Table label="Audit log" columns={columns} rows={items} keyOf={({ id }) => id} />;
          }}
        </Loaded>
        {rows.hasNextPage && (
          <div className="p-3">
            <Button disabled={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
              Older
            </Button>
          </div>
        )}
      </Panel>
    </>
  );
}

const columns: Column<Row>[] = [
  {
    name: "When",
    cell: ({ at }) => (
      <time dateTime={at} className="whitespace-nowrap">
        {utc(at)}
      </time>
    ),
  },
  {
    name: "Who",
    cell: ({ actor, address }) => (
      <>
        <Link to="/admin" search={{ tab: "audit", actor }} className="hover:underline">
          {visible(actor)}
        </Link>
        {address && <span className="block text-tiny text-faint">{address}</span>}
      </>
    ),
  },
  { name: "Did", cell: ({ action }) => <span className="font-mono text-[0.8125rem]">{action}</span> },
  { name: "To", cell: ({ subject }) => visible(subject), wide: true },
  {
    name: "What changed",
    className: "max-lg:min-w-64",
    cell: ({ detail }) => <AuditDetail detail={detail} />,
  },
];
