import { useState, type ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { EntityChip } from "../../kit/chip.tsx";
import { visible } from "../../kit/remote.tsx";
import { isIndicator, namesOf } from "./kinds.ts";
import type { Story } from "./queries.ts";
import { useNarrow } from "./use-narrow.ts";

/** Whom and what a story is about; each leads to its card. */
export function StoryChips({ story, few: most }: { story: Story; few: number }): ReactElement | null {
  const [all, setAll] = useState(false);
  const isNarrow = useNarrow();
  const few = isNarrow ? 2 : most;
  const names = namesOf(story);
  if (names.length === 0) return null;
  return (
    <ul className="flex flex-wrap items-center gap-1.5" aria-label="What it names">
      {(all ? names : names.slice(0, few)).map(({ id, type, value, label, articles }) => (
        <li key={id} className="max-w-full">
          <EntityChip
            type={type}
            count={articles}
            to={isIndicator(type) ? "/indicators/$id" : "/entities/$id"}
            params={{ id: String(id) }}
          >
            {visible(label ?? value)}
          </EntityChip>
        </li>
      ))}
      {names.length > few && (
        <li>
          <Button
            kind="quiet"
            size="small"
            title={all ? undefined : `${names.length - few} more`}
            aria-expanded={all}
            onClick={() => setAll(!all)}
          >
            {all ? "Fewer" : `+${names.length - few}`}
          </Button>
        </li>
      )}
    </ul>
  );
}
