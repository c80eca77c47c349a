import type { Story } from "./queries.ts";

export type StoryEvent = {
  key: string;
  at: string;
  /** null where the text names its subject itself. */
  who: string | null;
  isHand: boolean;
  text: string;
  detail: string | null;
  /** The other story, where one came in or left. */
  other: number | null;
  /** The change that can be taken back. */
  change: number | null;
  undone: boolean;
};

/** What the server writes where nobody gave a reason. */
const usual = /^((merged|split) by hand)?$/;

/** What happened to a story, the newest first. */
export function storyEvents(story: Story): StoryEvent[] {
  const changes = story.changes.map((change): StoryEvent => {
    const { text, other } = wordsOf(change, story.id);
    return {
      key: `change ${change.id}`,
      at: change.at,
      who: change.by === "rule" ? "rule" : change.actor,
      isHand: change.by !== "rule",
      text,
      detail: usual.test(change.reason) ? null : change.reason,
      other,
      change: change.undone_at === null ? change.id : null,
      undone: change.undone_at !== null,
    };
  });
  return [...changes, ...notesOf(story), ...triageOf(story), ...articlesOf(story)].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at),
  );
}

function wordsOf(
  { kind, from, into }: Story["changes"][number],
  id: number,
): { text: string; other: number | null } {
  if (kind === "merge")
    return into === id
      ? { text: `merged story ${from} into this one`, other: null }
      : { text: `merged this story into story ${into}`, other: into };
  return from === id
    ? { text: `split articles out into story ${into}`, other: into }
    : { text: `split this story out of story ${from}`, other: from };
}

const plain = { detail: null, other: null, change: null, undone: false };

function notesOf({ notes = [] }: Story): StoryEvent[] {
  return notes.map(({ id, actor, created_at }) => ({
    ...plain,
    key: `note ${id}`,
    at: created_at,
    who: actor,
    isHand: true,
    text: "wrote a note",
  }));
}

function triageOf({ triage }: Story): StoryEvent[] {
  if (!triage?.changed_at) return [];
  const { state, starred, assignee, tags } = triage;
  const also = [
    ...(starred ? ["starred"] : []),
    ...(assignee === null ? [] : [`assigned to ${assignee}`]),
    ...(tags.length > 0 ? [`labelled ${tags.join(", ")}`] : []),
  ];
  return [
    {
      ...plain,
      key: "triage",
      at: triage.changed_at,
      who: triage.actor ?? "somebody",
      isHand: true,
      text: `left it ${state}`,
      detail: also.length > 0 ? `It is ${also.join(", ")}.` : null,
    },
  ];
}

const mostArticles = 100;

function articlesOf({ articles }: Story): StoryEvent[] {
  return articles.slice(0, mostArticles).map(({ article_id, title, by, kind, collected_at }) => ({
    ...plain,
    key: `article ${article_id}`,
    at: collected_at,
    who: null,
    isHand: by !== "rule",
    text: title,
    detail: `${kind === "created" ? "began the story" : "joined"}, ${by === "rule" ? "by rule" : "by hand"}`,
  }));
}
