import { Check, Copy, X } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Button } from "../../kit/button.tsx";
import { plural } from "../../kit/number.ts";
import { copy, visible } from "../../kit/remote.tsx";
import { InBar } from "../../shell/bar.tsx";
import { shownName } from "../entities/entity-columns.tsx";
import { judge } from "../entities/judge.ts";
import type { EntityRow } from "../entities/queries.ts";

/** What can be done with the picked indicators, or with the active one when none is picked. */
export function SelectionBar({
  rows,
  selected,
  onClear,
}: {
  rows: readonly EntityRow[];
  /** How many are picked; 0 while `rows` is the active one. */
  selected: number;
  onClear: () => void;
}): ReactElement | null {
  const { write } = useRights();
  const what = rows.length === 1 && rows[0] ? shownName(rows[0]) : plural(rows.length, "indicator");
  const decide = (verdict: "accepted" | "rejected"): void => {
    if (rows.length > 0)
      void judge(
        rows.map(({ id }) => id),
        verdict,
        what,
      );
  };
  const take = (raw: boolean): void => {
    if (rows.length === 0) return;
    const lines = rows.map((row) => (raw ? visible(row.value) : shownName(row)));
    void copy(lines.join("\n"), `${plural(rows.length, "value")}, ${raw ? "raw" : "defanged"}`);
  };
  useKeys("Indicators", {
    ...(write && {
      accept: { key: "e", label: "Accept", run: () => decide("accepted") },
      reject: { key: "d", label: "Reject", run: () => decide("rejected") },
    }),
    copy: { key: "c", label: "Copy defanged", run: () => take(false) },
    copyRaw: { key: "Shift+c", label: "Copy raw", run: () => take(true) },
    ...(selected > 0 && { clear: { key: "Escape", label: "Clear the selection", run: onClear } }),
  });
  if (rows.length === 0) return null;
  return (
    <InBar>
      <span className="font-medium whitespace-nowrap">
        {selected > 0 ? `${selected} selected` : <span className="text-muted">This row</span>}
      </span>
      {write && (
        <>
          <Button
            size="small"
            action="indicators.accept"
            title="It is evidence, in all articles"
            icon={<Check size={14} aria-hidden />}
            onClick={() => decide("accepted")}
          >
            Accept
          </Button>
          <Button
            size="small"
            action="indicators.reject"
            title="It is none, in all articles"
            icon={<X size={14} aria-hidden />}
            onClick={() => decide("rejected")}
          >
            Reject
          </Button>
        </>
      )}
      <Button
        size="small"
        action="indicators.copy"
        icon={<Copy size={14} aria-hidden />}
        onClick={() => take(false)}
      >
        Copy defanged
      </Button>
      <Button size="small" action="indicators.copyRaw" onClick={() => take(true)}>
        Copy raw
      </Button>
      {selected > 0 && (
        <Button size="small" kind="quiet" action="indicators.clear" onClick={onClear}>
          Clear
        </Button>
      )}
    </InBar>
  );
}
