import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { ListPage } from "../../kit/list-page.tsx";
import { count } from "../../kit/number.ts";
import { Empty, Loaded } from "../../kit/states.tsx";
import { useMedia } from "../../kit/use-media.ts";
import { useEntity } from "../entities/use-entity.ts";
import { AttackFilters } from "./attack-filters.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { heatSteps, ranked, tally, toColumns, type Column } from "./matrix.ts";
import { MatrixView } from "./matrix-view.tsx";
import { attackQuery, type Attack } from "./queries.ts";
import { RankedList } from "./ranked-list.tsx";
import { TechniquePanel } from "./technique-panel.tsx";
import { readView, type AttackSearch, type View } from "./view.ts";

const route = getRouteApi("/inside/attack");

/** Which techniques articles and stories name, in the order of the matrix. */
export function AttackPage(): ReactElement {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const view = readView(search);
  const set = useCallback(
    (change: AttackSearch): void =>
      void navigate({ search: (old) => ({ ...old, ...change }), replace: true }),
    [navigate],
  );
  const query = useQuery(attackQuery(view));
  const { data } = query;
  const { count: by, least, all, domain } = view;
  const columns = useMemo(
    () => (data ? toColumns(data, { count: by, least, all, domain }) : []),
    [data, by, least, all, domain],
  );
  return (
    <ListPage
      title="ATT&CK"
      actions={
        data && (
          <>
            <Seen columns={columns} data={data} domain={domain} />
            <ExportMenu attack={data} columns={columns} view={view} />
          </>
        )
      }
      above={<AttackFilters view={view} attack={data} onChange={set} />}
    >
      <Loaded query={query} lines={12}>
        {(attack) => <Body attack={attack} columns={columns} view={view} onChange={set} />}
      </Loaded>
    </ListPage>
  );
}

function Seen({
  columns,
  data,
  domain,
}: {
  columns: Column[];
  data: Attack;
  domain: View["domain"];
}): ReactElement {
  const { seen, of } = tally(columns, data, domain);
  return (
    <span className="mr-2 text-small whitespace-nowrap text-muted">
      {count(seen)} of {count(of)} techniques seen
    </span>
  );
}

function Body({
  attack,
  columns,
  view,
  onChange,
}: {
  attack: Attack;
  columns: Column[];
  view: View;
  onChange: (change: AttackSearch) => void;
}): ReactElement {
  const isNarrow = useMedia("(max-width: 767px)");
  const entity = useEntity(view.entity);
  const cells = useMemo(() => ranked(columns), [columns]);
  const steps = heatSteps(Math.max(0, ...cells.map(({ value }) => value)));
  const technique = view.technique && attack.techniques.find(({ id }) => id === view.technique);
  const open = (id: string): void => onChange({ technique: id });
  if (cells.length === 0) return <Nothing view={view} onChange={onChange} />;
  return (
    <div className="flex h-full">
      <div className="min-w-0 flex-1">
        {isNarrow ? (
          <RankedList cells={cells} steps={steps} view={view} onOpen={open} />
        ) : (
          <MatrixView columns={columns} steps={steps} view={view} onOpen={open} />
        )}
      </div>
      {technique && (
        <TechniquePanel
          key={technique.id}
          technique={technique}
          attack={attack}
          view={view}
          entity={entity}
          onOpen={open}
          onClose={() => onChange({ technique: "" })}
        />
      )}
    </div>
  );
}

function Nothing({
  view: { days, entity, least, platform },
  onChange,
}: {
  view: View;
  onChange: (change: AttackSearch) => void;
}): ReactElement {
  const filtered = entity !== null || least > 1 || platform !== null;
  return (
    <Empty
      title={
        filtered
          ? "No technique passes these filters"
          : days === null
            ? "No article names a technique yet"
            : `No article of the last ${days} days names a technique`
      }
      actions={
        <>
          {filtered && (
            <Button onClick={() => onChange({ entity: "", least: "", platform: "" })}>Clear filters</Button>
          )}
          {days !== null && <Button onClick={() => onChange({ days: "all" })}>Look at all time</Button>}
          <Button onClick={() => onChange({ all: "1" })}>Show all techniques</Button>
        </>
      }
    >
      {!filtered && "Techniques appear here when articles that name or describe them are collected and read."}
    </Empty>
  );
}
