import { ApiProblem } from "@cti/contract/client";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { FlaskConical, Pause, Play, RefreshCw } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { Page, Panel } from "../../kit/page.tsx";
import { OutLink, Remote, visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { TabLinks } from "../../kit/tabs.tsx";
import { useRefetchOn } from "../../kit/use-refetch-on.ts";
import { collectNow, setFollowed } from "./actions.ts";
import { CollectOutcome } from "./collect-outcome.tsx";
import { sourceQuery, type Source } from "./queries.ts";
import { SourceChecks } from "./source-checks.tsx";
import { SourceOverview } from "./source-overview.tsx";
import { SourceSettings } from "./source-settings.tsx";
import { StateBadge } from "./state-mark.tsx";
import { SourceTags } from "./source-tags.tsx";
import { TestPanel } from "./test-panel.tsx";
import { kindName, stateOf } from "./words.ts";

const route = getRouteApi("/inside/ops/sources/$id");

export function SourcePage(): ReactElement {
  const id = Number(route.useParams().id);
  const source = useQuery(sourceQuery(id));
  const { data, error } = source;
  useRefetchOn(["source.health", "run.finished"], ["source"]);
  if (!data && error instanceof ApiProblem && error.status < 500) return <NoSource />;
  return (
    <Page
      title={data ? visible(data.name) : "Source"}
      heading={data && <Heading source={data} />}
      actions={data && <Actions source={data} />}
    >
      <Loaded query={source}>
        {(loaded) => (
          <>
            <SourceLine source={loaded} />
            <div className="empty:hidden">
              <CollectOutcome source={loaded} />
            </div>
            <Parts source={loaded} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function NoSource(): ReactElement {
  return (
    <Page title="Source">
      <Empty title="There is no such source" actions={<ButtonLink to="/ops/sources">All sources</ButtonLink>}>
        Perhaps it is not followed any more.
      </Empty>
    </Page>
  );
}

function Heading({ source }: { source: Source }): ReactElement {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Remote text={source.name} />
      <StateBadge state={stateOf(source)} />
    </span>
  );
}

/** What it is, in a line. */
function SourceLine({ source }: { source: Source }): ReactElement {
  const { kind, tier, url, tags } = source;
  return (
    <div className="flex flex-col md:-mt-2 gap-1.5 text-small text-muted">
      <p>
        {kindName(kind)} · tier {tier} · <OutLink url={url} />
      </p>
      {tags.length > 0 && <SourceTags tags={tags} />}
    </div>
  );
}

function Actions({ source }: { source: Source }): ReactElement | null {
  const { operate } = useRights();
  return operate ? <OperatorActions source={source} /> : null;
}

function OperatorActions({ source }: { source: Source }): ReactElement {
  const navigate = route.useNavigate();
  const { enabled } = source;
  const test = (): void => void navigate({ search: { tab: "test" } });
  const collect = (): void => void collectNow([source]);
  const pause = (): void => void setFollowed([source], !enabled);
  useKeys("Sources", {
    test: { key: "t", label: "Test", run: test },
    collect: { key: "c", label: "Collect now", run: collect },
    pause: { key: "p", label: "Pause or resume", run: pause },
  });
  return (
    <>
      <Button
        action="sources.pause"
        icon={enabled ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
        onClick={pause}
      >
        {enabled ? "Pause" : "Resume"}
      </Button>
      <Button action="sources.test" icon={<FlaskConical size={15} aria-hidden />} onClick={test}>
        Test
      </Button>
      <Button
        kind="primary"
        action="sources.collect"
        icon={<RefreshCw size={15} aria-hidden />}
        onClick={collect}
      >
        Collect now
      </Button>
    </>
  );
}

function Parts({ source }: { source: Source }): ReactElement {
  const { tab } = route.useSearch();
  const { operate } = useRights();
  const tabs = [
    ["overview", "Overview"],
    ["checks", "Checks"],
    ...(operate
      ? ([
          ["test", "Test"],
          ["settings", "Settings"],
        ] as const)
      : []),
  ] as const;
  const open = tabs.find(([name]) => name === tab)?.[0] ?? "overview";
  return (
    <>
      <TabLinks
        label="Parts of this source"
        tabs={tabs.map(([name, label]) => ({
          name: label,
          current: name === open,
          to: "/ops/sources/$id" as const,
          params: { id: String(source.id) },
          search: name === "overview" ? {} : { tab: name },
        }))}
      />
      {open === "overview" && <SourceOverview source={source} />}
      {open === "checks" && <SourceChecks id={source.id} />}
      {open === "test" && (
        <div className="max-w-5xl">
          <Panel title="Test">
            <TestPanel id={source.id} />
          </Panel>
        </div>
      )}
      {open === "settings" && <SourceSettings key={source.id} source={source} />}
    </>
  );
}
