import { ArticleIndex, isStrongKey, type LiveArticle } from "./article-index.ts";
import type { StoryFeatures } from "./features.ts";
import { OldStories } from "./old-stories.ts";
import type { LiveStory } from "./story-scores.ts";
import type { StorySettings } from "./weights.ts";

/** A story with all that is remembered of it. */
export type BookStory = LiveStory & {
  pinned: boolean;
  /** All its articles, copies and old ones too, with their times. */
  articles: Map<number, number>;
};

export type BookArticle = {
  id: number;
  at: number;
  owner: string;
  features: StoryFeatures;
  /** Its text is another article's: it counts for no term. */
  isCopy: boolean;
};

/**
 * Which article is in which story, and what the articles of the window contain. Its state follows from the
 * articles, their stories and the newest time alone, whatever the order in which it was told of them.
 */
export class StoryBook {
  readonly index = new ArticleIndex();
  readonly old = new OldStories();
  readonly #stories = new Map<number, BookStory>();
  readonly #storyOf = new Map<number, number>();
  /** Articles by the half of a day in which they appeared. */
  readonly #calendar = new Map<number, Set<number>>();
  readonly #windowSpans: number;
  readonly #memorySpans: number;
  #clock = -Infinity;
  #windowStart = -Infinity;
  #memoryStart = -Infinity;

  constructor(settings: Pick<StorySettings, "windowDays" | "memoryDays">) {
    this.#windowSpans = settings.windowDays * SPANS_PER_DAY;
    this.#memorySpans = settings.memoryDays * SPANS_PER_DAY;
  }

  story(id: number): BookStory | undefined {
    return this.#stories.get(id);
  }

  storyOf(article: number): BookStory | undefined {
    const id = this.#storyOf.get(article);
    return id === undefined ? undefined : this.#stories.get(id);
  }

  /** Moves the clock on to a time, never back, and forgets what is too old by then. */
  advance(at: number): void {
    if (at <= this.#clock) return;
    this.#clock = at;
    this.#forgetBefore(spanOf(at) - this.#windowSpans, spanOf(at) - this.#memorySpans);
  }

  /** Lets what appeared before a time leave the window. */
  forget(before: number): void {
    this.#forgetBefore(spanOf(before), this.#memoryStart);
  }

  isInWindow(at: number): boolean {
    return spanOf(at) >= this.#windowStart;
  }

  /** Makes a story, or finds it. */
  open(id: number, pinned = false): BookStory {
    const known = this.#stories.get(id);
    if (known) return known;
    const story = { id, pinned, live: [], articles: new Map<number, number>() };
    this.#stories.set(id, story);
    return story;
  }

  /** Enters an article under a story; one that is in the index already is only entered. */
  enter(article: BookArticle, storyId: number): void {
    const { id, at, isCopy, features } = article;
    if (spanOf(at) < this.#memoryStart) return;
    const story = this.open(storyId);
    story.articles.set(id, at);
    this.#storyOf.set(id, storyId);
    const span = this.#calendar.get(spanOf(at));
    if (span) span.add(id);
    else this.#calendar.set(spanOf(at), new Set([id]));
    if (isCopy) return;
    if (!this.isInWindow(at)) {
      this.old.add({ id, at, keys: strongKeys(features) });
      return;
    }
    const live = this.index.get(id) ?? this.index.add({ ...article, storyId });
    live.storyId = storyId;
    story.live.push(live);
  }

  /** Takes articles out, and stories that have none left. */
  remove(ids: readonly number[]): void {
    const live: LiveArticle[] = [];
    for (const id of ids) {
      const story = this.storyOf(id);
      if (!story) continue;
      this.#calendar.get(spanOf(story.articles.get(id) ?? 0))?.delete(id);
      this.#storyOf.delete(id);
      story.articles.delete(id);
      this.old.remove(id);
      const article = this.index.get(id);
      if (article) live.push(article);
      if (article) story.live = story.live.filter((other) => other !== article);
      if (story.articles.size === 0) this.#stories.delete(story.id);
    }
    this.index.remove(live);
  }

  /** Moves articles to a story, which is made if need be; stories left empty vanish. */
  move(ids: readonly number[], to: number): void {
    const target = this.open(to);
    for (const id of ids) {
      const story = this.storyOf(id);
      if (!story || story === target) continue;
      target.articles.set(id, story.articles.get(id) ?? 0);
      story.articles.delete(id);
      this.#storyOf.set(id, to);
      const article = this.index.get(id);
      if (article) {
        article.storyId = to;
        story.live = story.live.filter((other) => other !== article);
        target.live.push(article);
      }
      if (story.articles.size === 0) this.#stories.delete(story.id);
    }
    if (target.articles.size === 0) this.#stories.delete(to);
  }

  #forgetBefore(windowStart: number, memoryStart: number): void {
    const leaving: LiveArticle[] = [];
    for (const span of this.#spansBetween(this.#windowStart, windowStart))
      for (const id of this.#calendar.get(span) ?? []) {
        const article = this.index.get(id);
        if (article) leaving.push(article);
      }
    this.#archive(leaving);
    this.#windowStart = Math.max(this.#windowStart, windowStart);
    const forgotten = this.#spansBetween(this.#memoryStart, memoryStart);
    for (const span of forgotten) this.remove([...(this.#calendar.get(span) ?? [])]);
    for (const span of forgotten) this.#calendar.delete(span);
    this.#memoryStart = Math.max(this.#memoryStart, memoryStart);
  }

  #spansBetween(from: number, to: number): number[] {
    if (to - from < MAX_STEPS) return Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
    return [...this.#calendar.keys()].filter((span) => span >= from && span < to);
  }

  /** What remains of articles that leave the window: the entities that may still lead to their stories. */
  #archive(articles: LiveArticle[]): void {
    const touched = new Set<BookStory>();
    for (const article of articles) {
      const keys = this.index.strongKeysOf(article);
      this.old.add({ id: article.id, at: article.at, keys });
      const story = this.#stories.get(article.storyId);
      if (story) touched.add(story);
    }
    this.index.remove(articles);
    for (const story of touched) story.live = story.live.filter(({ id }) => this.index.get(id));
  }
}

function strongKeys(features: StoryFeatures): string[] {
  return features.entities.map(({ key }) => key).filter(isStrongKey);
}

/** What is old enough leaves the window twice a day, since many leave as cheaply as one. */
const SPANS_PER_DAY = 2;
const MAX_STEPS = 1000;

function spanOf(at: number): number {
  return Math.floor((at * SPANS_PER_DAY) / 86_400_000);
}
