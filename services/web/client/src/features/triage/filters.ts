import type { StoryLine } from "../stories/queries.ts";

/** What the address of the list says; all of it text. */
export type Search = {
  state?: string;
  sort?: string;
  since?: string;
  q?: string;
  source?: string;
  entity?: string;
  tag?: string;
  assignee?: string;
  starred?: string;
  watched?: string;
};

type State = StoryLine["state"];

/** What is asked of the server. */
export type Query = {
  sort: "newest" | "score";
  state?: State[];
  since?: string;
  q?: string;
  source?: string;
  entity?: number;
  tag?: string;
  assignee?: string;
  starred?: boolean;
  watched?: boolean;
};

export const stateChoices = [
  ["new", "New"],
  ["read", "Read"],
  ["kept", "Kept"],
  ["dismissed", "Dismissed"],
  ["snoozed", "Snoozed"],
  ["all", "Any state"],
] as const;

export const sortChoices = [
  ["score", "Highest score"],
  ["newest", "Last seen first"],
] as const;

export const sinceChoices = [
  ["all", "Any time"],
  ["visit", "Since your visit"],
  ["24h", "24 hours"],
  ["7d", "7 days"],
  ["30d", "30 days"],
] as const;

const hours: Record<string, number> = { "24h": 24, "7d": 168, "30d": 720 };

/** Of the choices the one that the address names, else the first. */
export function chosen<const Choice extends readonly (readonly [string, string])[]>(
  choices: Choice,
  text: string | undefined,
): Choice[number][0] {
  return (choices.find(([value]) => value === text) ?? choices[0])?.[0] as Choice[number][0];
}

/** The address as a question to the server. Times are whole minutes. */
export function toQuery(search: Search, { now, visit }: { now: number; visit: string | null }): Query {
  const state = chosen(stateChoices, search.state);
  const since = sinceOf(search.since, { now, visit });
  const entity = /^\d{1,15}$/.test(search.entity ?? "") ? Number(search.entity) : undefined;
  return {
    sort: chosen(sortChoices, search.sort),
    ...(state !== "all" && { state: [state] }),
    ...(since && { since }),
    ...(search.q?.trim() && { q: search.q.trim().slice(0, 200) }),
    ...(search.source && { source: search.source }),
    ...(entity && { entity }),
    ...(search.tag && { tag: search.tag }),
    ...(search.assignee && { assignee: search.assignee }),
    ...(search.starred === "true" && { starred: true }),
    ...(search.watched === "true" && { watched: true }),
  };
}

function sinceOf(
  text: string | undefined,
  { now, visit }: { now: number; visit: string | null },
): string | null {
  if (text === "visit") return visit;
  const back = hours[text ?? ""];
  if (back === undefined) return null;
  return new Date(Math.floor(now / 60_000) * 60_000 - back * 3_600_000).toISOString();
}

/** How many filters are set, beside the order and the state that the page begins with. */
export function filtersSet(search: Search): number {
  const { state, since, q, source, entity, tag, assignee, starred, watched } = search;
  const others = [since === "all" ? undefined : since, q, source, entity, tag, assignee, starred, watched];
  return others.filter(Boolean).length + (chosen(stateChoices, state) === "new" ? 0 : 1);
}

/** Whether a row still belongs to the list after somebody did something with it. */
export function stillMatches(line: StoryLine, search: Search): boolean {
  if (line.gone) return false;
  const state = chosen(stateChoices, search.state);
  if (state !== "all" && line.state !== state) return false;
  if (search.starred === "true" && !line.starred) return false;
  const { assignee, tag } = search;
  if (assignee && line.assignee !== (assignee === "none" ? null : assignee)) return false;
  return !tag || !line.facts || line.facts.tags.includes(tag.toLowerCase());
}

/** An address with some of its parts changed; undefined takes a part away. */
export function withParts(
  now: Record<string, string | undefined>,
  next: Record<string, string | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...now, ...next }).filter((part): part is [string, string] => Boolean(part[1])),
  );
}
