import type { AnalysisLine } from "../analyses/queries.ts";
import { kindName } from "../analyses/words.ts";
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

/** What happened to a story, the newest first; `analyses` is what the local model was asked about it. */
export function storyEvents(story: Story, analyses: readonly AnalysisLine[] = []): StoryEvent[] {
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
  const asked = analyses.map(analysisOf);
  return [...changes, ...notesOf(story), ...triageOf(story), ...articlesOf(story), ...asked].sort(
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

function analysisOf(line: AnalysisLine): StoryEvent {
  const { id, kind, model, status, supported, unsupported } = line;
  const all = supported + unsupported;
  return {
    ...plain,
    key: `analysis ${id}`,
    at: line.finished_at ?? line.requested_at,
    who: null,
    isHand: false,
    text: `${kindName(kind)} by ${model}: ${status}`,
    detail: status === "completed" ? `The text bears out ${supported} of ${all} claims.` : line.error,
  };
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
