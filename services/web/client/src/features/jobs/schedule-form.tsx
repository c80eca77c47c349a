import { useState, type FormEvent, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Field, Input, Select } from "../../kit/field.tsx";
import { errorText } from "../../kit/states.tsx";
import { offerUndo } from "../../shell/bar-store.ts";
import { kindTitle } from "../runs/words.ts";
import { changeAnyway, changeSchedule, timesOf, type ScheduleChange } from "./actions.ts";
import { readSpan, writeSpan } from "./cadence.ts";
import type { Schedule } from "./queries.ts";

type Draft = {
  by: "interval" | "cron";
  every: string;
  cron: string;
  zone: string;
  jitter: string;
  overlap: string;
};

/** When a schedule runs. What somebody else changed meanwhile is not written over. */
export function ScheduleForm({
  schedule,
  onClose,
}: {
  schedule: Schedule;
  onClose: () => void;
}): ReactElement {
  // What was read when the window was opened: the list behind it goes on being read.
  const [read] = useState(schedule);
  const [draft, setDraft] = useState<Draft>(() => draftOf(schedule));
  const [trouble, setTrouble] = useState<string | null>(null);
  const set = (change: Partial<Draft>): void => setDraft((old) => ({ ...old, ...change }));
  const change = changeOf(draft);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!change) return setTrouble("Write times such as 45min or 2h 30min");
    try {
      await changeSchedule(read, change);
      offerUndo(`Changed when it runs: ${kindTitle(read.name)}`, () =>
        changeAnyway(read.name, timesOf(read)),
      );
      onClose();
    } catch (error) {
      setTrouble(errorText(error).title);
    }
  };
  return (
    <Dialog title={kindTitle(read.name)} open onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <Field label="Runs">
          {(control) => (
            <Select
              {...control}
              value={draft.by}
              options={[
                ["interval", "Every so often"],
                ["cron", "At times of a cron line"],
              ]}
              onChange={({ target }) => set({ by: target.value === "cron" ? "cron" : "interval" })}
            />
          )}
        </Field>
        {draft.by === "interval" ? (
          <Field label="Every" hint="30min, 2h, 1d; at least 10 s">
            {(control) => (
              <Input
                {...control}
                value={draft.every}
                onChange={({ target }) => set({ every: target.value })}
              />
            )}
          </Field>
        ) : (
          <CronFields draft={draft} set={set} />
        )}
        <Field
          label="Spread"
          hint="Begins by chance up to so much later, so that not all begins at once; 0 for none"
        >
          {(control) => (
            <Input
              {...control}
              value={draft.jitter}
              onChange={({ target }) => set({ jitter: target.value })}
            />
          )}
        </Field>
        <Field label="While it still runs">
          {(control) => (
            <Select
              {...control}
              value={draft.overlap}
              options={[
                ["skip", "Leave that time out"],
                ["queue", "Wait and run after it"],
              ]}
              onChange={({ target }) => set({ overlap: target.value })}
            />
          )}
        </Field>
        {trouble && (
          <p role="alert" className="text-bad">
            {trouble}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" kind="primary">
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}

function CronFields({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }): ReactElement {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Cron line" hint="Minute, hour, day, month, weekday: 30 3 * * *">
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            value={draft.cron}
            onChange={({ target }) => set({ cron: target.value })}
          />
        )}
      </Field>
      <Field label="Time zone" hint="Such as UTC or Europe/Vienna">
        {(control) => (
          <Input {...control} value={draft.zone} onChange={({ target }) => set({ zone: target.value })} />
        )}
      </Field>
    </div>
  );
}

function draftOf(schedule: Schedule): Draft {
  const { interval_seconds: interval, cron, time_zone: zone, jitter_seconds: jitter, overlap } = schedule;
  return {
    by: interval === null ? "cron" : "interval",
    every: writeSpan(interval ?? 3_600),
    cron: cron ?? "0 6 * * *",
    zone,
    jitter: jitter === 0 ? "0" : writeSpan(jitter),
    overlap,
  };
}

/** What is sent; null while a time cannot be read. The server judges cron lines and zones. */
function changeOf({ by, every, cron, zone, jitter, overlap }: Draft): ScheduleChange | null {
  const interval = readSpan(every);
  const spread = jitter.trim() === "0" || jitter.trim() === "" ? 0 : readSpan(jitter);
  if (spread === null || (by === "interval" && interval === null)) return null;
  return {
    jitter_seconds: spread,
    overlap: overlap === "queue" ? "queue" : "skip",
    ...(by === "cron" ? { cron: cron.trim(), time_zone: zone.trim() } : { interval_seconds: interval ?? 0 }),
  };
}
