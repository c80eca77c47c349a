import { getRouteApi } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { lazy, Suspense, type ReactElement } from "react";

import { useMe } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { dropHidden } from "../../kit/held-list.ts";
import { ListPage } from "../../kit/list-page.tsx";
import { Loading } from "../../kit/states.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { IndicatorFilters } from "./indicator-filters.tsx";
import { IndicatorList } from "./indicator-list.tsx";

const LookUp = lazy(() => import("./look-up-view.tsx").then(({ LookUpView }) => ({ default: LookUpView })));
const Export = lazy(() =>
  import("./export-dialog.tsx").then(({ ExportDialog }) => ({ default: ExportDialog })),
);

const route = getRouteApi("/inside/indicators");

/** Addresses, hashes, files and flaws that articles name. */
export function IndicatorsPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { scopes } = useMe();
  const looksUp = search.view === "lookup";
  const mayExport = scopes.includes("export");
  const set = (change: typeof search): void => {
    dropHidden(["indicators"]);
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  };
  return (
    <ListPage
      title="Indicators"
      actions={
        !looksUp &&
        mayExport && (
          <Button icon={<Download size={15} aria-hidden />} onClick={() => set({ view: "export" })}>
            Export
          </Button>
        )
      }
      above={
        <>
          <TabLinks
            label="Views"
            tabs={[
              {
                name: "All indicators",
                current: !looksUp,
                to: "/indicators",
                search: { ...search, view: "" },
              },
              {
                name: "Look up a list",
                current: looksUp,
                to: "/indicators",
                search: { ...search, view: "lookup" },
              },
            ]}
          />
          {looksUp ? (
            <p className="text-[0.875rem] text-muted">
              Paste a list and learn which of its values articles have named.
            </p>
          ) : (
            <IndicatorFilters search={search} onChange={set} />
          )}
        </>
      }
    >
      <Suspense fallback={<Loading />}>{looksUp && <LookUp />}</Suspense>
      {!looksUp && <IndicatorList search={search} onChange={set} />}
      <Suspense>
        {mayExport && search.view === "export" && (
          <Export search={search} onClose={() => set({ view: "" })} />
        )}
      </Suspense>
    </ListPage>
  );
}
