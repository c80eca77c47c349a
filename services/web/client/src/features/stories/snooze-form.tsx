import { useState, type ReactElement } from "react";

import { showKey } from "../../keys/key-store.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { utc } from "../../kit/time.tsx";
import type { Change } from "./marks.ts";
import { morningOf, snoozeChoices } from "./snooze-times.ts";

/** Until when a story is out of the way. */
export function SnoozeForm({ onMark }: { onMark: (change: Change, done: string) => void }): ReactElement {
  const [now] = useState(() => new Date());
  const choices = snoozeChoices(now);
  const [day, setDay] = useState("");
  const until = morningOf(day);
  const snooze = (to: Date | null): void =>
    onMark({ state: "snoozed", snoozed_until: to?.toISOString() ?? null }, "Snoozed");
  useKeys(
    "Snooze",
    Object.fromEntries(
      choices.map(({ name, until }, at) => [
        `choice${at + 1}`,
        { key: String(at + 1), label: name, run: () => snooze(until) },
      ]),
    ),
  );
  return (
    <div className="flex flex-col gap-4">
      <ul className="flex flex-col gap-2">
        {choices.map(({ name, until }, at) => (
          <li key={name}>
            <Button autoFocus={at === 0} className="w-full justify-between" onClick={() => snooze(until)}>
              <span>
                {name} {until && <span className="ml-2 text-small font-normal text-muted">{utc(until)}</span>}
              </span>
              <kbd className="text-tiny text-faint">{showKey(String(at + 1))}</kbd>
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (until) snooze(until);
        }}
      >
        <Field label="Or until the morning of">
          {(props) => (
            <Input {...props} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          )}
        </Field>
        <Button type="submit" className="!h-9" disabled={!until || until < now}>
          Snooze
        </Button>
      </form>
    </div>
  );
}
