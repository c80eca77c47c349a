import { useState } from "react";

type Key = string | number;

/**
 * Keeps a list that is asked for again where it stands: rows that came on top wait until people ask for them.
 * Whenever `what` changes (the filters) it begins anew.
 */
export function useHeld<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
  what: string,
): { shown: readonly Item[]; newer: number; show: () => void } {
  const [held, setHeld] = useState<{ what: string; keys: ReadonlySet<Key> }>({ what, keys: new Set() });
  const hold = (): void => setHeld({ what, keys: new Set(items.map(keyOf)) });
  const first = items.findIndex((item) => held.keys.has(keyOf(item)));
  const isOther = held.what !== what || (first === -1 && items.length > 0);
  if (isOther) hold();
  const newer = isOther ? 0 : Math.max(first, 0);
  return { shown: newer === 0 ? items : items.slice(newer), newer, show: hold };
}
