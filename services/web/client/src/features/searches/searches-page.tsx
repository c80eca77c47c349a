import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { ButtonLink } from "../../kit/button.tsx";
import { Page } from "../../kit/page.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { searchesQuery, watchesQuery } from "./queries.ts";
import { SavedSearches } from "./saved-searches.tsx";
import { Watchlist } from "./watchlist.tsx";

const route = getRouteApi("/inside/searches");

/** What people come back to: searches under a name, and what is watched for them. */
export function SearchesPage(): ReactElement {
  const { tab } = route.useSearch();
  const { write } = useRights();
  const { data: searches } = useQuery(searchesQuery);
  const { data: watches } = useQuery(watchesQuery);
  const watching = tab === "watchlist";
  return (
    <Page
      title="Searches"
      actions={
        write &&
        !watching && (
          <ButtonLink to="/articles" search={{}}>
            New search
          </ButtonLink>
        )
      }
    >
      <TabLinks
        label="Kinds of searches"
        tabs={[
          {
            name: "Saved searches",
            to: "/searches",
            search: {},
            current: !watching,
            ...(searches && { count: searches.length }),
          },
          {
            name: "Watchlist",
            to: "/searches",
            search: { tab: "watchlist" },
            current: watching,
            ...(watches && { count: watches.length }),
          },
        ]}
      />
      {watching ? <Watchlist /> : <SavedSearches />}
    </Page>
  );
}
