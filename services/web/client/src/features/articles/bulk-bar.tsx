import { useState, type ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { count, plural } from "../../kit/number.ts";
import { errorText } from "../../kit/states.tsx";
import type { Selection } from "../../kit/use-selection.ts";
import { InBar } from "../../shell/bar.tsx";
import { say } from "../../shell/bar-store.ts";
import { searchOf, type ArticleFilters } from "./article-search.ts";
import { countMatching } from "./article-triage.ts";
import { TriageButtons } from "./triage-buttons.tsx";
import type { Target } from "./triage-keys.ts";

/** Everything that some filters find, counted by the server. */
export type Everything = { filters: string; query: string; matched: number };

/** What is selected, and what can be done with it; on the way to "all that match" the server counts them first. */
export function BulkBar({
  selection,
  target,
  everything,
  onEverything,
  filters,
  onLabel,
}: {
  selection: Selection;
  target: NonNullable<Target>;
  everything: Everything | null;
  onEverything: (everything: Everything | null) => void;
  /** null where no search of the language finds what is listed. */
  filters: ArticleFilters | null;
  onLabel: () => void;
}): ReactElement {
  const { write } = useRights();
  const [counting, setCounting] = useState(false);
  const [now] = useState(() => new Date());
  const query = filters && searchOf(filters, now);
  const countAll = async (): Promise<void> => {
    if (query === null) return;
    setCounting(true);
    try {
      onEverything({ filters: JSON.stringify(filters), query, matched: await countMatching(query) });
    } catch (error) {
      say(errorText(error).title, "bad");
    }
    setCounting(false);
  };
  const clear = (): void => {
    selection.clear();
    onEverything(null);
  };
  return (
    <InBar>
      <span className="font-medium">
        {everything
          ? `All ${plural(everything.matched, "article")} that match`
          : `${count(selection.ids.length)} selected`}
      </span>
      <TriageButtons size="small" target={target} onLabel={onLabel} />
      {write && !everything && query !== null && (
        <Button kind="quiet" size="small" disabled={counting} onClick={() => void countAll()}>
          Select all that match
        </Button>
      )}
      <Button kind="quiet" size="small" onClick={clear}>
        Clear
      </Button>
    </InBar>
  );
}
