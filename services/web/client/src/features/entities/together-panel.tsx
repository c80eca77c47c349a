import { useQuery } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";

import { Panel } from "../../kit/page.tsx";
import { Loaded } from "../../kit/states.tsx";
import { Companions } from "./companions.tsx";
import { activityQuery, type Activity } from "./queries.ts";

type Part = keyof Activity["together"];

const parts: readonly (readonly [part: Part, name: string])[] = [
  ["names", "Names"],
  ["techniques", "Techniques"],
  ["indicators", "Indicators"],
];

/** What the newest articles name with it, the most frequent first. */
export function TogetherPanel({ id }: { id: number }): ReactElement {
  const query = useQuery(activityQuery(id));
  const [chosen, setChosen] = useState<Part | null>(null);
  const together = query.data?.together;
  const shown = chosen ?? parts.find(([part]) => (together?.[part].length ?? 0) > 0)?.[0] ?? "names";
  return (
    <Panel title="Together with" flush>
      <div className="flex gap-1 border-b border-line px-3 py-1.5" role="group" aria-label="Kind">
        {parts.map(([part, name]) => (
          <button
            key={part}
            type="button"
            aria-pressed={shown === part}
            onClick={() => setChosen(part)}
            className={`h-7 rounded-md px-2 text-small font-medium ${shown === part ? "bg-selected text-text" : "text-muted hover:bg-hover hover:text-text"}`}
          >
            {name}
          </button>
        ))}
      </div>
      <Loaded query={query} lines={4}>
        {({ together }) => <Companions of={id} items={together[shown]} />}
      </Loaded>
    </Panel>
  );
}
