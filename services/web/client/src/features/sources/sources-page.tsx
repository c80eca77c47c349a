import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { ListPage } from "../../kit/list-page.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { OpmlButtons } from "./opml-buttons.tsx";
import { sourcesQuery, type SourceLine } from "./queries.ts";
import { SourceFilterLine, StateTabs } from "./source-filter-line.tsx";
import { SourceList } from "./source-list.tsx";

const route = getRouteApi("/inside/ops/sources");

/** What is followed, and how it does: what needs somebody stands first. */
export function SourcesPage(): ReactElement {
  const sources = useQuery(sourcesQuery);
  const { operate } = useRights();
  const [importing, setImporting] = useState(false);
  return (
    <ListPage
      title="Sources"
      actions={
        <>
          <OpmlButtons importing={importing} onImporting={setImporting} />
          {operate && <AddButton />}
        </>
      }
      above={
        <>
          <StateTabs sources={sources.data ?? []} />
          <SourceFilterLine sources={sources.data ?? []} />
        </>
      }
    >
      <Loaded query={sources}>
        {(all) => (all.length === 0 ? <NoSources onImport={() => setImporting(true)} /> : <Rows all={all} />)}
      </Loaded>
    </ListPage>
  );
}

function Rows({ all }: { all: readonly SourceLine[] }): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <SourceList
      all={all}
      search={search}
      onSort={(sort) => void navigate({ search: (old) => ({ ...old, sort }), replace: true })}
      onOpen={(id) => void navigate({ to: "/ops/sources/$id", params: { id: String(id) } })}
      onClear={() => void navigate({ search: ({ sort }) => (sort ? { sort } : {}), replace: true })}
    />
  );
}

function AddButton(): ReactElement {
  const navigate = route.useNavigate();
  useKeys("Sources", {
    add: { key: "a", label: "Add a source", run: () => void navigate({ to: "/ops/sources/add" }) },
  });
  return (
    <Button kind="primary" action="sources.add" onClick={() => void navigate({ to: "/ops/sources/add" })}>
      Add source
    </Button>
  );
}

function NoSources({ onImport }: { onImport: () => void }): ReactElement {
  const { operate } = useRights();
  return (
    <Empty
      title="No source is followed yet"
      actions={
        operate && (
          <>
            <ButtonLink kind="primary" to="/ops/sources/add">
              Add source
            </ButtonLink>
            <Button onClick={onImport}>Import OPML</Button>
          </>
        )
      }
    >
      {operate
        ? "Paste the address of any site: its feed is found for you. Or bring the list of a feed reader, as OPML."
        : "Somebody with the operator scope can add some."}
    </Empty>
  );
}
