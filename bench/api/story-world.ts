import type { Random } from "../similar-words.ts";
import { rowLine } from "./copy-rows.ts";
import type { Entity } from "./entity-world.ts";

export const storyColumns =
  "id, title, title_article_id, pinned, first_at, last_at, article_count, twin_count, owner_count, updated_at";

type Told = { id: number; at: Date; sourceId: number; spoken: readonly Entity[] };

export type StoryWorld = {
  /** The story of an article, null for none, with what all its articles speak of. */
  join: (random: Random, told: Told) => { id: number | null; isNew: boolean; entities: readonly Entity[] };
  /** The first article's title becomes the story's. */
  name: (id: number | null, title: string, articleId: number) => void;
  /** Rows of stories that nobody joins any more; with `all` of the others as well. */
  takeRows: (all: boolean) => string[];
};

type Story = {
  id: number;
  title: string | null;
  articleId: number;
  first: number;
  last: number;
  articles: number;
  owners: Set<number>;
  entities: readonly Entity[];
};

/** How many stories are open at a time: an article joins one of them, and rather a new one. */
const openStories = 300;

export function makeStoryWorld(): StoryWorld {
  const open: Story[] = [];
  let closed: string[] = [];
  let last = 0;
  return {
    join(random, { id, at, sourceId, spoken }) {
      const chance = random();
      if (chance < 0.1) return { id: null, isNew: false, entities: [] };
      const place = open.length - 1 - Math.floor(random() ** 2 * openStories);
      const known = chance < 0.4 ? undefined : open[Math.max(0, place)];
      const story = known ?? create((last += 1), id, at, spoken);
      if (!known) open.push(story);
      story.articles += known ? 1 : 0;
      story.first = Math.min(story.first, at.getTime());
      story.last = Math.max(story.last, at.getTime());
      story.owners.add(sourceId);
      for (const old of open.splice(0, Math.max(0, open.length - openStories))) closed.push(rowOf(old));
      return { id: story.id, isNew: !known, entities: known ? story.entities : [] };
    },
    name(id, title, articleId) {
      const story = open.at(-1);
      if (story?.id === id && story.articleId === articleId) story.title = title;
    },
    takeRows(all) {
      const rows = all ? [...closed, ...open.splice(0).map(rowOf)] : closed;
      closed = [];
      return rows;
    },
  };
}

function create(id: number, articleId: number, at: Date, spoken: readonly Entity[]): Story {
  const time = at.getTime();
  const entities = spoken.slice(0, 3);
  return { id, title: null, articleId, first: time, last: time, articles: 1, owners: new Set(), entities };
}

function rowOf({ id, title, articleId, first, last, articles, owners }: Story): string {
  const [firstAt, lastAt] = [new Date(first), new Date(last)];
  const isPinned = id % 5000 === 7;
  return rowLine([
    id,
    title ?? `Story ${id}`,
    articleId,
    isPinned,
    firstAt,
    lastAt,
    articles,
    0,
    owners.size,
    lastAt,
  ]);
}
