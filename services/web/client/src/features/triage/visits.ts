/** A person who comes back after this long comes for what is new since then. */
const rest = 30 * 60_000;

export type Visits = { last: string | null; before: string | null };

/** What to remember of this visit, and since when things are new to the person. */
export function visitNow({ last, before }: Visits, now: number): { since: string | null; remember: Visits } {
  const at = new Date(now).toISOString();
  // The same visit goes on, in another tab or after a reload.
  if (last !== null && now - Date.parse(last) < rest)
    return { since: before, remember: { last: at, before } };
  return { since: last, remember: { last: at, before: last } };
}
