import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactElement } from "react";

import { Checkbox } from "../../kit/field.tsx";
import { bytes } from "../../kit/number.ts";
import { Outcome } from "../../kit/outcome.tsx";
import { visible } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { duration, Time } from "../../kit/time.tsx";
import { workersQuery, type Worker } from "./queries.ts";
import { TabBody } from "./tab-body.tsx";
import { jobTitle } from "./words.ts";

const route = getRouteApi("/inside/ops/jobs");

/** The processes that do the work: whether they live, what they do, what they need. */
export function Workers(): ReactElement {
  const { all } = route.useSearch();
  const navigate = route.useNavigate();
  const query = useQuery(workersQuery(all === "true"));
  return (
    <TabBody label="Workers">
      <Checkbox
        label="Also those that have been silent for more than five minutes"
        checked={all === "true"}
        onChange={({ target }) =>
          void navigate({ search: (old) => ({ ...old, all: target.checked ? "true" : "" }), replace: true })
        }
      />
      <Loaded query={query} lines={3}>
        {(workers) =>
          workers.length === 0 ? (
            <Empty title="No process lives">
              Jobs wait until one does. Start one with{" "}
              <code className="font-mono text-small">./run_cli.sh daemon</code> or{" "}
              <code className="font-mono text-small">./collector worker -b</code>.
            </Empty>
          ) : (
            <ul className="border-y border-line">
              {workers.map((worker) => (
                <Row key={worker.id} worker={worker} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </TabBody>
  );
}

function Row({ worker }: { worker: Worker }): ReactElement {
  const { id, host, pid, kind, version, state, queues, started_at: since } = worker;
  const { last_beat_at: heard, rss_bytes: used, clock_skew_ms: skew } = worker;
  return (
    <li className="grid gap-x-6 gap-y-1 border-b border-line py-2.5 last:border-0 lg:grid-cols-[minmax(0,1fr)_10rem_minmax(0,14rem)_minmax(0,16rem)]">
      <div>
        <h2 className="font-medium">
          <Link
            to="/ops/jobs"
            search={{ tab: "history", worker: id }}
            title="What it has done"
            className="hover:underline"
          >
            {visible(host)}
          </Link>
        </h2>
        <p className="text-small text-muted">
          {visible(kind)}, process {pid}, version {visible(version)}
        </p>
      </div>
      <div>
        <Outcome state={state} />
        <p className="text-small text-muted">
          heard <Time at={heard} />
        </p>
      </div>
      <div>
        <Does worker={worker} />
        <p className="text-small text-muted">
          at once:{" "}
          {Object.entries(queues)
            .map(([queue, slots]) => `${visible(queue)} ${slots}`)
            .join(", ")}
        </p>
      </div>
      <div>
        <p>{bytes(used)} of memory</p>
        <p className="text-small text-muted">
          clock off by {duration(Math.abs(skew))}, started <Time at={since} />
        </p>
      </div>
    </li>
  );
}

function Does({ worker: { active, state } }: { worker: Worker }): ReactElement {
  if (active.length === 0)
    return <span className="text-muted">{state === "online" ? "Waits for work" : "–"}</span>;
  return (
    <ul>
      {active.map(({ id, queue, name, started_at: at }) => (
        <li key={id}>
          <Link
            to="/ops/jobs"
            search={{ job: id.includes(":") ? id : `${queue}:${id}` }}
            className="hover:underline"
          >
            {jobTitle(name)}
          </Link>
          <span className="text-small text-muted">
            {" "}
            since <Time at={at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
