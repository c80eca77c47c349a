import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ApiProblem } from "@cti/contract/client";
import type { ReactElement } from "react";

import { ButtonLink } from "../../kit/button.tsx";
import { Page } from "../../kit/page.tsx";
import { Empty, ErrorPanel, Loading } from "../../kit/states.tsx";
import { ActivityPanel } from "./activity-panel.tsx";
import { shownName } from "./entity-columns.tsx";
import { EntityActions } from "./entity-actions.tsx";
import { EntityHeading, EntityFacts } from "./entity-header.tsx";
import { EntityStories } from "./entity-stories.tsx";
import { EvidencePanel } from "./evidence-panel.tsx";
import { FlawFacts } from "./flaw-facts.tsx";
import { NamesPanel } from "./names-panel.tsx";
import { entityQuery, type Entity } from "./queries.ts";
import { TogetherPanel } from "./together-panel.tsx";

/** The card of an entity or an indicator: what articles say of it, and what stands with it. */
export function EntityPage(): ReactElement {
  const { id } = useParams({ strict: false });
  const number = /^[1-9]\d{0,14}$/.test(id ?? "") ? Number(id) : 0;
  const { data, error, refetch } = useQuery({ ...entityQuery(number), enabled: number > 0 });
  if (data) return <Card key={data.id} entity={data} />;
  if (number === 0 || (error instanceof ApiProblem && error.status === 404))
    return (
      <Page title="Not here">
        <Empty title="There is no such entity" actions={<ButtonLink to="/entities">All entities</ButtonLink>}>
          Its address may be mistyped, or of another installation.
        </Empty>
      </Page>
    );
  if (error)
    return (
      <Page title="Entity">
        <ErrorPanel error={error} retry={() => void refetch()} />
      </Page>
    );
  return <Loading lines={10} />;
}

function Card({ entity }: { entity: Entity }): ReactElement {
  return (
    <Page
      title={shownName(entity)}
      heading={<EntityHeading entity={entity} />}
      actions={<EntityActions entity={entity} />}
    >
      <EntityFacts entity={entity} />
      {entity.flaw && <FlawFacts flaw={entity.flaw} />}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <ActivityPanel entity={entity} />
          <EvidencePanel entity={entity} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <EntityStories id={entity.id} />
          <TogetherPanel id={entity.id} />
          <NamesPanel entity={entity} />
        </div>
      </div>
    </Page>
  );
}
