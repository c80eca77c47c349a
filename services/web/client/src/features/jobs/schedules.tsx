import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Pencil, Play, RotateCcw } from "lucide-react";
import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button, IconButton } from "../../kit/button.tsx";
import { Badge } from "../../kit/chip.tsx";
import { Outcome } from "../../kit/outcome.tsx";
import { Remote } from "../../kit/remote.tsx";
import { Empty, Loaded } from "../../kit/states.tsx";
import { duration, Time } from "../../kit/time.tsx";
import { kindTitle } from "../runs/words.ts";
import { resetSchedule, runSchedule, switchSchedule } from "./actions.ts";
import { cadence, span } from "./cadence.ts";
import { schedulesQuery, type Schedule } from "./queries.ts";
import { ScheduleForm } from "./schedule-form.tsx";
import { TabBody } from "./tab-body.tsx";

/** What runs by itself: when, how it went last, when it comes next. */
export function Schedules(): ReactElement {
  const query = useQuery(schedulesQuery);
  const { operate } = useRights();
  const [edited, setEdited] = useState<string | null>(null);
  const editing = query.data?.items.find(({ name }) => name === edited);
  return (
    <TabBody label="Schedules">
      <Loaded query={query} lines={9}>
        {({ items, scheduler }) => (
          <>
            <SchedulerLine scheduler={scheduler} />
            {items.length === 0 ? (
              <Empty title="There is no schedule">The configuration names none.</Empty>
            ) : (
              <div>
                <Headings />
                <ul className="border-y border-line lg:border-t-0">
                  {items.map((schedule) => (
                    <Row key={schedule.name} schedule={schedule} operate={operate} edit={setEdited} />
                  ))}
                </ul>
              </div>
            )}
          </>
        )}
      </Loaded>
      {editing && <ScheduleForm schedule={editing} onClose={() => setEdited(null)} />}
    </TabBody>
  );
}

const grid =
  "grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3 gap-y-1 lg:grid-cols-[2rem_minmax(0,1fr)_minmax(0,11rem)_minmax(0,15rem)_7rem_12rem] lg:gap-x-6";

/** Each row says them again for who cannot see. */
function Headings(): ReactElement {
  return (
    <p
      aria-hidden="true"
      className={`${grid} border-b border-line pb-2 text-tiny font-semibold text-muted max-lg:hidden`}
    >
      {["On", "Schedule", "When", "Last run", "Next run"].map((name) => (
        <span key={name}>{name}</span>
      ))}
    </p>
  );
}

function SchedulerLine({
  scheduler,
}: {
  scheduler: { id: string; last_beat_at: string } | null;
}): ReactElement {
  if (!scheduler)
    return (
      <p className="rounded-md bg-bad-soft px-3 py-2 text-bad">
        No scheduler lives, so nothing starts by itself. Start one with{" "}
        <code className="font-mono text-small">./run_cli.sh daemon</code>.
      </p>
    );
  return (
    <p className="text-muted">
      A scheduler lives, heard <Time at={scheduler.last_beat_at} />. A change holds from its next look on.
    </p>
  );
}

function Row({
  schedule,
  operate,
  edit,
}: {
  schedule: Schedule;
  operate: boolean;
  edit: (name: string) => void;
}): ReactElement {
  const { name, enabled, next_run_at: next, requested_at: asked } = schedule;
  return (
    <li className={`${grid} border-b border-line py-2.5 last:border-0 ${enabled ? "" : "text-muted"}`}>
      <Switch schedule={schedule} operate={operate} />
      <div>
        <h2 className="font-medium">{kindTitle(name)}</h2>
        <p className="font-mono text-tiny text-faint">{name}</p>
      </div>
      <div className="max-lg:col-start-2">
        <Cadence schedule={schedule} />
      </div>
      <div className="max-lg:col-start-2">
        <Last schedule={schedule} />
      </div>
      <div className="text-muted max-lg:col-start-2">
        {asked === null ? (
          <>
            <span className="lg:sr-only">Next </span>
            <Time planned at={enabled ? next : null} none="not planned" />
          </>
        ) : (
          <Badge tone="accent">asked for</Badge>
        )}
      </div>
      {operate && (
        <div className="max-lg:col-start-2 lg:text-right">
          <Steer schedule={schedule} edit={edit} />
        </div>
      )}
    </li>
  );
}

function Switch({ schedule, operate }: { schedule: Schedule; operate: boolean }): ReactElement {
  const { name, enabled } = schedule;
  if (!operate) return <span className={enabled ? "" : "text-muted"}>{enabled ? "On" : "Off"}</span>;
  return (
    <input
      type="checkbox"
      role="switch"
      aria-label={`${kindTitle(name)} on`}
      title={enabled ? "On: switch off" : "Off: switch on"}
      checked={enabled}
      aria-checked={enabled}
      onChange={({ target }) => void switchSchedule(schedule, target.checked)}
      className="mt-0.5 size-6"
    />
  );
}

function Cadence({ schedule }: { schedule: Schedule }): ReactElement {
  const { changed, jitter_seconds: jitter, overlap } = schedule;
  const more = [
    jitter > 0 && `up to ${span(jitter)} later`,
    overlap === "queue" && "queues behind itself",
  ].filter(Boolean);
  return (
    <>
      {cadence(schedule)}
      {more.length > 0 && <span className="block text-small text-muted">{more.join(", ")}</span>}
      {changed.length > 0 && (
        <span className="block">
          <Badge tone="warn" title={`Differs from the configuration: ${changed.join(", ")}`}>
            changed here
          </Badge>
        </span>
      )}
    </>
  );
}

function Last({ schedule }: { schedule: Schedule }): ReactElement {
  const {
    last_status: status,
    last_run_at: at,
    last_run_id: run,
    last_duration_ms: ms,
    last_error,
  } = schedule;
  if (at === null || status === null) return <span className="text-faint">never ran</span>;
  const outcome = <Outcome state={status} />;
  return (
    <>
      {run === null ? (
        <span title="It left no run: nothing was due">{outcome}</span>
      ) : (
        <Link to="/ops/runs/$id" params={{ id: String(run) }} className="hover:underline">
          {outcome}
        </Link>
      )}
      <span className="block text-small text-muted">
        <Time at={at} />
        {ms !== null && `, took ${duration(ms)}`}
      </span>
      {last_error !== null && (
        <span className="block max-w-md text-small text-bad">
          <Remote text={last_error} />
        </span>
      )}
    </>
  );
}

function Steer({ schedule, edit }: { schedule: Schedule; edit: (name: string) => void }): ReactElement {
  const name = kindTitle(schedule.name);
  return (
    <span className="inline-flex items-center gap-1">
      {schedule.changed.length > 0 && (
        <IconButton
          label={`Reset ${name} to the configuration`}
          icon={<RotateCcw size={15} aria-hidden />}
          onClick={() => void resetSchedule(schedule)}
        />
      )}
      <IconButton
        label={`Edit ${name}`}
        icon={<Pencil size={15} aria-hidden />}
        onClick={() => edit(schedule.name)}
      />
      <Button
        size="small"
        icon={<Play size={14} aria-hidden />}
        aria-label={`Run now: ${name}`}
        onClick={() => void runSchedule(schedule)}
      >
        Run now
      </Button>
    </span>
  );
}
