import type { Story, StoryLine } from "./queries.ts";

/** What people did with a story. */
export type Marks = {
  state: StoryLine["state"];
  starred: boolean;
  assignee: string | null;
  snoozed_until: string | null;
  tags: readonly string[];
};

/** What an action changes; what it does not name stays. */
export type Change = {
  state?: StoryLine["state"];
  starred?: boolean;
  assignee?: string | null;
  snoozed_until?: string | null;
  add_tags?: string[];
  remove_tags?: string[];
};

/** The marks after a change, as the server will have them. */
export function changed(marks: Marks, change: Change): Marks {
  const { add_tags = [], remove_tags = [], ...named } = change;
  const tags = new Set([...marks.tags, ...add_tags.map((tag) => tag.toLowerCase())]);
  for (const tag of remove_tags) tags.delete(tag);
  const woken = named.state !== undefined && named.state !== "snoozed" ? { snoozed_until: null } : {};
  return { ...marks, ...woken, ...named, tags: [...tags].sort() };
}

export function marksOfLine({ state, starred, assignee, snoozed_until, facts }: StoryLine): Marks {
  return { state, starred, assignee, snoozed_until, tags: facts?.tags ?? [] };
}

export function withMarks(line: StoryLine, { tags, ...marks }: Marks): StoryLine {
  return { ...line, ...marks, ...(line.facts && { facts: { ...line.facts, tags: [...tags] } }) };
}

const untouched: Marks = { state: "new", starred: false, assignee: null, snoozed_until: null, tags: [] };

export function marksOfStory({ triage }: Pick<Story, "triage">): Marks {
  return triage ?? untouched;
}
