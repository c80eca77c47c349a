import { Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Panel } from "../../kit/page.tsx";
import { OutLink, visible } from "../../kit/remote.tsx";
import { Table } from "../../kit/table.tsx";
import type { Article } from "./queries.ts";
import { useSourceName } from "./use-source-name.ts";

/** Where else it stands: articles that repeat its text, and copies that were not stored again. */
export function TwinsTab({ article: { twins, copies } }: { article: Article }): ReactElement {
  const sourceName = useSourceName();
  return (
    <div className="flex flex-col gap-4">
      {twins.length > 0 && (
        <Panel title="Twins" flush>
          <Table
            label="Articles that repeat this one"
            rows={twins}
            keyOf={({ id }) => id}
            columns={[
              {
                name: "Article",
                cell: ({ id, title }) => (
                  <Link
                    to="/articles/$id"
                    params={{ id: String(id) }}
                    className="line-clamp-3 wrap-anywhere font-medium hover:underline"
                  >
                    {visible(title)}
                  </Link>
                ),
              },
              { name: "Source", cell: ({ source }) => sourceName(source) },
              { name: "Kind", cell: ({ kind }) => kind.replaceAll("_", " "), wide: true },
              {
                name: "Alike",
                right: true,
                cell: ({ similarity }) => `${Math.round(similarity * 100)}\u00a0%`,
              },
              {
                name: "Why this one is first",
                cell: ({ first_because }) => <span className="text-muted">{visible(first_because)}</span>,
                wide: true,
              },
            ]}
          />
        </Panel>
      )}
      {copies.length > 0 && (
        <Panel title="Copies" flush>
          <Table
            label="Copies that were not stored again"
            rows={copies}
            keyOf={({ source, url, title }) => `${source} ${url ?? title}`}
            columns={[
              { name: "Title", cell: ({ title }) => visible(title) },
              { name: "Source", cell: ({ source }) => sourceName(source) },
              { name: "Address", cell: ({ url }) => (url ? <OutLink url={url} /> : "–") },
              {
                name: "Why it is a copy",
                cell: ({ reason }) => <span className="text-muted">{visible(reason)}</span>,
                wide: true,
              },
            ]}
          />
        </Panel>
      )}
    </div>
  );
}
