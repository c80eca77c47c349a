import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { api } from "../../api/client.ts";
import { useRights } from "../../api/session.ts";
import { Button, ButtonLink } from "../../kit/button.tsx";
import { plural } from "../../kit/number.ts";
import { Empty, errorText } from "../../kit/states.tsx";
import { Time } from "../../kit/time.tsx";
import { say } from "../../shell/bar-store.ts";
import { filtersSet, type Search } from "./filters.ts";
import { dashboardQuery } from "./queries.ts";

/** Why nothing is in the list, and what to do next. */
export function TriageEmpty({
  search,
  onClear,
}: {
  search: Search;
  onClear: () => void;
}): ReactElement | null {
  const { data } = useQuery(dashboardQuery);
  const set = filtersSet(search);
  if (!data) return null;
  if (data.totals.stories === 0) return <NoStories lastRun={data.runs[0]?.started_at ?? null} />;
  if (set > 0)
    return (
      <Empty
        title="No story is like this"
        actions={<Button onClick={onClear}>Clear {set === 1 ? "the filter" : `${set} filters`}</Button>}
      >
        There are {plural(data.totals.stories, "story", "stories")} without these filters, in any state.
      </Empty>
    );
  return (
    <Empty
      title="All is looked at"
      actions={
        <>
          <ButtonLink to="/" search={{ state: "kept" }}>
            What was kept
          </ButtonLink>
          <ButtonLink to="/" search={{ state: "all" }}>
            All stories
          </ButtonLink>
        </>
      }
    >
      Nothing new. What comes is told here as soon as it is there.
    </Empty>
  );
}

function NoStories({ lastRun }: { lastRun: string | null }): ReactElement {
  const { operate } = useRights();
  const navigate = useNavigate();
  const run = useMutation({
    mutationFn: () => api.startRun({ body: { stage: "rss_fetcher" } }),
    onSuccess: () => void navigate({ to: "/ops/runs" }),
    onError: (error) => say(`Nothing was started: ${errorText(error).title}`, "bad"),
  });
  return (
    <Empty
      title="No stories yet"
      actions={
        operate && (
          <>
            <Button kind="primary" disabled={run.isPending} onClick={() => run.mutate()}>
              Run now
            </Button>
            <ButtonLink to="/ops/sources/add">Add sources</ButtonLink>
          </>
        )
      }
    >
      {lastRun === null ? (
        "No source has been read yet."
      ) : (
        <>
          The last run began <Time at={lastRun} /> and found no articles.
        </>
      )}{" "}
      {!operate && "Somebody with the operator right has to add sources or start a run."}
    </Empty>
  );
}
