import { useState, type KeyboardEvent, type ReactElement } from "react";

import { chooseKeys, keyChoices, known, showKey, strokeOf } from "../../keys/key-store.ts";
import { useKeyLayer, useKeysVersion } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { Checkbox } from "../../kit/field.tsx";
import { Panel } from "../../kit/page.tsx";
import { everyKey } from "./every-key.ts";

type Line = { id: string; group: string; label: string; key: string };

/** Which key does what: each can be changed, all can be switched off. */
export function KeySettings(): ReactElement {
  useKeysVersion();
  const choices = keyChoices();
  const lines = allLines();
  const groups = Map.groupBy(lines, ({ group }) => group);
  const now = (line: Line): string => choices.keys[line.id] ?? line.key;
  const clash = (line: Line): Line | undefined =>
    lines.find((other) => other.id !== line.id && now(other) === now(line) && meet(other, line));
  const set = (line: Line, key: string | null): void => {
    const { [line.id]: _, ...rest } = choices.keys;
    chooseKeys({ ...choices, keys: key === null || key === line.key ? rest : { ...rest, [line.id]: key } });
  };
  return (
    <Panel
      title="Keys"
      aside={
        Object.keys(choices.keys).length > 0 && (
          <Button size="small" onClick={() => chooseKeys({ ...choices, keys: {} })}>
            All as they were
          </Button>
        )
      }
    >
      <Checkbox
        label="Single keys do things"
        hint="Switch it off when dictation or a reader presses keys for you. Ctrl K goes on working."
        checked={choices.on}
        onChange={({ target }) => chooseKeys({ ...choices, on: target.checked })}
      />
      <div className="mt-5 grid gap-x-10 gap-y-6 lg:grid-cols-2">
        {[...groups].map(([group, actions]) => (
          <section key={group}>
            <h3 className="overline-label mb-1">{group}</h3>
            <ul>
              {actions.map((line) => (
                <KeyLine
                  key={line.id}
                  line={line}
                  current={now(line)}
                  clash={clash(line)}
                  onSet={(key) => set(line, key)}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Panel>
  );
}

function KeyLine({
  line,
  current,
  clash,
  onSet,
}: {
  line: Line;
  current: string;
  clash: Line | undefined;
  onSet: (key: string | null) => void;
}): ReactElement {
  const [listening, setListening] = useState(false);
  const take = (event: KeyboardEvent): void => {
    const stroke = strokeOf(event.nativeEvent);
    if (!stroke || event.key === "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    setListening(false);
    if (event.key !== "Escape") onSet(stroke);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line py-1 last:border-0">
      {listening && <Rest />}
      <span>
        {line.label}
        {clash && <span className="block text-small text-warn">Also: {clash.label}</span>}
      </span>
      <span className="flex items-center gap-2">
        {current !== line.key && (
          <Button size="small" kind="quiet" onClick={() => onSet(null)}>
            Reset
          </Button>
        )}
        <Button
          size="small"
          className="min-w-16 justify-center font-mono"
          aria-label={
            listening
              ? `Press a key for ${line.label}`
              : `${showKey(current)}: change the key of ${line.label}`
          }
          onClick={() => setListening(true)}
          onBlur={() => setListening(false)}
          {...(listening && { onKeyDown: take })}
        >
          {listening ? "press …" : showKey(current)}
        </Button>
      </span>
    </li>
  );
}

/** While a key is being chosen, keys do nothing else. */
function Rest(): null {
  useKeyLayer();
  return null;
}

/** Actions of pages not opened yet are known by name, so that every key can be set from here. */
function allLines(): Line[] {
  const lines = new Map<string, Line>(everyKey.map((line) => [line.id, line]));
  for (const [id, action] of known) lines.set(id, { id, ...action });
  return [...lines.values()];
}

/** Keys of two pages never meet; those of lists and of everywhere meet all. */
function meet(one: Line, other: Line): boolean {
  const wide = ["Everywhere", "Go", "List", "Page"];
  return one.group === other.group || wide.includes(one.group) || wide.includes(other.group);
}
