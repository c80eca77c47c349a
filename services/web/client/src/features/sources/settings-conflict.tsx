import type { ReactElement } from "react";

import { Button } from "../../kit/button.tsx";
import { visible } from "../../kit/remote.tsx";
import { Table, type Column } from "../../kit/table.tsx";
import { changedFields, fieldNames, fieldWords, type Draft } from "./settings-draft.ts";

/** Somebody saved in the meantime: both versions beside each other, and which one shall be. */
export function SettingsConflict({
  base,
  mine,
  theirs,
  busy,
  onMine,
  onTheirs,
}: {
  /** What the form was filled with. */
  base: Draft;
  mine: Draft;
  theirs: Draft;
  busy: boolean;
  onMine: () => void;
  onTheirs: () => void;
}): ReactElement {
  const changedByMe = new Set(changedFields(base, mine));
  const changedByThem = new Set(changedFields(base, theirs));
  const rows = [...new Set([...changedByMe, ...changedByThem])];
  const mark = (set: ReadonlySet<keyof Draft>, field: keyof Draft): string =>
    set.has(field) ? "font-medium" : "text-faint";
  const columns: Column<keyof Draft>[] = [
    { name: "Setting", cell: (field) => fieldNames[field] },
    {
      name: "Your version",
      cell: (field) => <span className={mark(changedByMe, field)}>{visible(fieldWords(mine, field))}</span>,
    },
    {
      name: "Saved meanwhile",
      cell: (field) => (
        <span className={mark(changedByThem, field)}>{visible(fieldWords(theirs, field))}</span>
      ),
    },
    {
      name: "If you save",
      cell: (field) => visible(fieldWords(changedByMe.has(field) ? mine : theirs, field)),
    },
  ];
  return (
    <section role="alert" className="rounded-lg border border-warn bg-surface">
      <h2 className="border-b border-line px-4 py-2.5 font-semibold text-warn">
        Somebody changed this source since you opened it
      </h2>
      {rows.length > 0 ? (
        <Table label="Both versions" columns={columns} rows={rows} keyOf={(field) => field} />
      ) : (
        <p className="px-4 py-3">None of its settings differ; perhaps it was paused or resumed.</p>
      )}
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
        <Button kind="primary" disabled={busy} onClick={onMine}>
          Save my changes over it
        </Button>
        <Button onClick={onTheirs}>Drop mine, keep theirs</Button>
      </div>
    </section>
  );
}
