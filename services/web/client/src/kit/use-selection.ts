import { useMemo, useState } from "react";

/** Rows that people picked. It survives filters: what is out of sight stays picked. */
export type Selection = {
  ids: number[];
  has: (id: number) => boolean;
  toggle: (id: number) => void;
  /** From the last picked row to this one, in the order of the list. */
  extend: (id: number, order: number[]) => void;
  add: (ids: number[]) => void;
  clear: () => void;
};

export function useSelection(): Selection {
  const [state, setState] = useState<{ ids: ReadonlySet<number>; last: number | null }>({
    ids: new Set(),
    last: null,
  });
  return useMemo(
    () => ({
      ids: [...state.ids],
      has: (id) => state.ids.has(id),
      toggle: (id) => setState(({ ids }) => ({ ids: toggled(ids, id), last: id })),
      extend: (id, order) => setState(({ ids, last }) => ({ ids: extended(ids, last, id, order), last: id })),
      add: (more) => setState(({ ids, last }) => ({ ids: new Set([...ids, ...more]), last })),
      clear: () => setState({ ids: new Set(), last: null }),
    }),
    [state],
  );
}

function toggled(ids: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

function extended(
  ids: ReadonlySet<number>,
  last: number | null,
  id: number,
  order: number[],
): ReadonlySet<number> {
  const from = last === null ? -1 : order.indexOf(last);
  const to = order.indexOf(id);
  if (from === -1 || to === -1) return new Set([...ids, id]);
  return new Set([...ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]);
}
