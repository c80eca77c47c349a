import { expect, test } from "vitest";

import type { EntityType } from "../entities/entity-types.ts";
import { type Clusterer, createClusterer, type StoredArticle } from "./clusterer.ts";
import { featuresOf, type StoryFeatures } from "./features.ts";
import { packFeatures, unpackFeatures } from "./pack-features.ts";
import type { Placement } from "./placement.ts";
import { defaultStorySettings } from "./weights.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 4, 1);

test("articles on one event make a story, and each says why in one sentence", () => {
  const { place } = desk();
  const first = place({ title: "EdgeGate flaw exploited", text: edgeGate, entities: ["cve:CVE-2026-91427"] });
  expect(first).toMatchObject({ kind: "created", storyId: 1, merges: [], split: null });
  expect(first.explanation.sentence).toBe("Starts a story of its own: no story comes near it.");
  const second = place({
    title: "Akira rides EdgeGate hole",
    text: `${edgeGate} The affiliates encrypted the servers.`,
    entities: ["cve:CVE-2026-91427", "ransomware:Akira"],
  });
  expect(second).toMatchObject({ kind: "joined", storyId: 1 });
  const { sentence, score, threshold, parts, entities, terms, timeFactor } = second.explanation;
  expect(sentence).toMatch(
    /^Joined because it shares CVE-2026-91427 with the story, and its title has "EdgeGate" in common \(score 0\.\d\d, needed 0\.\d\d\)\.$/,
  );
  expect(score).toBeGreaterThan(threshold);
  expect(parts.title + parts.text + parts.entities + parts.dense + parts.time).toBeCloseTo(score, 3);
  expect(entities[0]).toMatchObject({ key: "cve:CVE-2026-91427", type: "cve" });
  expect(terms.map(({ term }) => term)).toContain("EdgeGate");
  expect(timeFactor).toBeLessThan(1);
});

test("another flaw in the same product is another story, and related", () => {
  const { place } = desk();
  place({ title: "EdgeGate flaw CVE-2026-91427", text: edgeGate, entities: ["cve:CVE-2026-91427"] });
  const other = place({
    title: "EdgeGate printing flaw CVE-2026-80001",
    text: "A new flaw in the printing module of EdgeGate appliances leaks spool files to local users. Graniteworks rates it low.",
    entities: ["cve:CVE-2026-80001"],
  });
  expect(other.kind).toBe("created");
});

test("a twin goes where its primary is, and counts for no term", () => {
  const { place, clusterer } = desk();
  place({ title: "EdgeGate flaw", text: edgeGate });
  const twin = place({ title: "Copied", text: edgeGate, twinOf: 1, twinSimilarity: 0.97 });
  expect(twin).toMatchObject({ kind: "twin", storyId: 1 });
  expect(twin.explanation.sentence).toBe("Here because its text is that of article 1 (97 % the same).");
  expect(clusterer.articlesOf(1)).toEqual([1, 2]);
});

test("round-ups belong to no story and are linked to those they speak of", () => {
  const { place } = desk();
  const events = Array.from({ length: 7 }, (_, at) => event(at));
  for (const { title, text, entities } of events) place({ title, text, entities });
  const text = events.map((one) => one.text.split(". ").slice(0, 3).join(". ")).join(". ");
  const entities = events.flatMap((one) => one.entities);
  const titled = place({ title: "Week in review: all of it", text, entities });
  expect(titled).toMatchObject({ kind: "roundup", storyId: null });
  expect(titled.related.length).toBeGreaterThan(4);
  const plain = place({ title: "What else happened", text, entities });
  expect(plain).toMatchObject({ kind: "roundup", storyId: null });
  expect(plain.explanation.sentence).toMatch(
    /^It tells of many unrelated things, so it belongs to no story;/,
  );
});

test("must-link and cannot-link hold for articles that come and for merges", () => {
  const { place, clusterer } = desk();
  place({ title: "EdgeGate flaw", text: edgeGate });
  clusterer.link("cannot", 1, 2);
  clusterer.link("must", 1, 3);
  expect(place({ title: "EdgeGate flaw", text: edgeGate })).toMatchObject({ kind: "created", storyId: 2 });
  expect(place({ title: "Something else", text: "Nothing in common at all." })).toMatchObject({
    kind: "constraint",
    storyId: 1,
  });
  for (let more = 0; more < 10; more += 1) place({ title: "EdgeGate flaw again", text: edgeGate });
  expect(clusterer.storyOf(1)).not.toBe(clusterer.storyOf(2));
  clusterer.unlink("cannot", 1, 2);
  clusterer.remove(2);
  expect(place({ id: 2, title: "EdgeGate flaw", text: edgeGate }).kind).toBe("joined");
});

test("an article that two stories take equally merges them; undoing and going on keeps them apart", () => {
  const { place, clusterer } = desk();
  const first = event(1);
  const second = { ...event(1), title: "Different words for it" };
  place(first);
  clusterer.link("cannot", 1, 2);
  place(second);
  clusterer.unlink("cannot", 1, 2);
  const bridge = place({ ...first, title: first.title });
  expect(bridge.merges).toHaveLength(1);
  const [merge] = bridge.merges;
  expect(merge?.explanation.sentence).toMatch(
    /^Merged when article 3 came to one of the stories, because it shares /,
  );
  expect(clusterer.storyOf(1)).toBe(clusterer.storyOf(2));
  clusterer.move([merge?.from === 2 ? 2 : 1], merge?.from ?? 0);
  clusterer.link("cannot", 1, 2);
  expect(clusterer.storyOf(1)).not.toBe(clusterer.storyOf(2));
});

test("pinned stories take in others and never vanish", () => {
  const { place, clusterer } = desk();
  place(event(1));
  clusterer.link("cannot", 1, 2);
  place({ ...event(1), title: "Different words for it" });
  clusterer.unlink("cannot", 1, 2);
  clusterer.pin(2, true);
  const { merges } = place(event(1));
  expect(merges).toMatchObject([{ into: 2 }]);
});

test("a late article joins an old story only for rare entities", () => {
  const { place } = desk();
  const told = { ...event(1), entities: ["cve:CVE-2026-91427", "actor:APT29"] };
  place({ ...told, at: start });
  place({ ...event(2), at: start + 30 * DAY });
  expect(place({ ...told, at: start + 40 * DAY, entities: ["actor:APT29"] }).kind).toBe("created");
  const late = place({
    title: "CVE-2026-91427 used again",
    text: "",
    at: start + 40 * DAY,
    entities: told.entities,
  });
  expect(late).toMatchObject({ kind: "joined", storyId: 1 });
  expect(late.explanation.sentence).toBe(
    "Joined an older story because of CVE-2026-91427, which no other story has.",
  );
  expect(place({ ...told, title: "CVE-2026-91427", text: "", at: start + 400 * DAY }).kind).toBe("created");
});

test("two flaws that halve a story are proposed as a split", () => {
  const { place } = desk();
  const splits = Array.from({ length: 8 }, (_, at) => {
    const flaw = at % 2 === 0 ? "CVE-2026-1001" : "CVE-2026-1002";
    return place({ title: `EdgeGate ${flaw} exploited`, text: edgeGate, entities: [`cve:${flaw}`] }).split;
  });
  expect(splits.slice(0, 7).every((split) => split === null)).toBe(true);
  expect(splits[7]).toMatchObject({
    storyId: 1,
    by: ["cve:CVE-2026-1001", "cve:CVE-2026-1002"],
    groups: [
      [1, 3, 5, 7],
      [2, 4, 6, 8],
    ],
    sentence:
      "May be two stories: 4 articles are about CVE-2026-1001, 4 others about CVE-2026-1002, and none is about both.",
  });
});

test("placing again takes the article out first", () => {
  const { place, clusterer } = desk();
  place(event(1));
  place(event(1));
  expect(place({ ...event(2), id: 2 })).toMatchObject({ kind: "created" });
  expect(clusterer.articlesOf(1)).toEqual([1]);
});

test("a membership is explained from what is stored, and nothing changes by it", () => {
  const { place, clusterer } = desk();
  const features = featuresOf({ ...event(1), language: "en", entities: keyed(event(1).entities) });
  const article = { id: 5, at: start, owner: "b.example", features, title: event(1).title };
  const other = { ...article, id: 6, owner: "a.example", isCopy: false };
  const explanation = clusterer.explain(article, [other, { ...other, id: 5 }]);
  expect(explanation.sentence).toMatch(/^Here because it shares /);
  expect(explanation.score).toBeGreaterThan(explanation.threshold);
  expect(clusterer.explain(article, []).sentence).toBe(
    "It is the only article of the story in its own words.",
  );
  expect(place(event(1)).kind).toBe("created");
});

test("merge then undo restores exactly: what follows is placed the same", () => {
  const one = stream(11);
  const other = stream(11);
  for (const { clusterer, next } of [one, other]) for (let at = 0; at < 120; at += 1) next(clusterer);
  const stories = [...new Set(Array.from({ length: 120 }, (_, at) => one.clusterer.storyOf(at + 1)))].filter(
    (id) => id !== null,
  );
  const [from = 0, into = 0] = stories.slice(3);
  const moved = one.clusterer.articlesOf(from);
  one.clusterer.move(moved, into);
  expect(one.clusterer.articlesOf(from)).toEqual([]);
  one.clusterer.move(moved, from);
  for (let at = 0; at < 80; at += 1) expect(one.next(one.clusterer)).toEqual(other.next(other.clusterer));
});

test("restored from what was stored, the rest is placed as if nothing had stopped", () => {
  for (const seed of [1, 2, 3]) {
    const through = stream(seed);
    const until = Array.from({ length: 150 }, () => through.next(through.clusterer));
    const resumed = createClusterer({
      settings: defaultStorySettings,
      nextStoryId: counter(lastStory(until)),
    });
    const stored = storedStories(through.clusterer, through.articles);
    // In two parts and out of order, as a database may give them.
    resumed.restore({ stories: stored.slice(10).toReversed(), constraints: [] });
    resumed.restore({ stories: stored.slice(0, 10), constraints: [{ kind: "cannot", a: 1, b: 2 }] });
    through.clusterer.link("cannot", 1, 2);
    for (let at = 0; at < 150; at += 1) {
      const article = through.make();
      expect(resumed.place(article)).toEqual(through.clusterer.place(article));
    }
  }
});

const edgeGate =
  "Graniteworks has published updates for a flaw in the EdgeGate SSL VPN appliance. Attackers bypass the login of the portal with a header, read session cookies, create local accounts and open a tunnel. Install the update and end all sessions.";

type Told = {
  id?: number;
  title: string;
  text: string;
  at?: number;
  owner?: string;
  entities?: string[];
  twinOf?: number;
  twinSimilarity?: number;
};

function desk(): { clusterer: Clusterer; place: (told: Told) => Placement } {
  const clusterer = createClusterer({ settings: defaultStorySettings, nextStoryId: counter(0) });
  let articles = 0;
  return {
    clusterer,
    place: ({ id, title, text, at, owner, entities = [], twinOf, twinSimilarity }) => {
      articles += 1;
      return clusterer.place({
        id: id ?? articles,
        at: at ?? start + articles * HOUR,
        owner: owner ?? `owner${articles}.example`,
        features: featuresOf({ title, text, language: "en", entities: keyed(entities) }),
        title,
        twinOf: twinOf ?? null,
        twinSimilarity: twinSimilarity ?? 0,
      });
    },
  };
}

function keyed(keys: string[]): { key: string; type: EntityType }[] {
  return keys.map((key) => ({ key, type: key.slice(0, key.indexOf(":")) as EntityType }));
}

function counter(from: number): () => number {
  let last = from;
  return () => (last += 1);
}

/** An invented event in words of its own. */
function event(number: number): { title: string; text: string; entities: string[] } {
  const word = (at: number): string => `w${number}x${at}q`;
  const sentences = Array.from({ length: 12 }, (_, at) =>
    Array.from({ length: 9 }, (__, place) => word((at * 5 + place * 3) % 40)).join(" "),
  );
  return {
    title: `${word(1)} ${word(2)} attacks ${word(3)}`,
    text: `${sentences.join(". ")}.`,
    entities: [`cve:CVE-2026-${10_000 + number}`, `malware:${word(2)}`],
  };
}

type Stream = {
  clusterer: Clusterer;
  articles: Map<number, StoredArticle>;
  make: () => Parameters<Clusterer["place"]>[0];
  next: (clusterer: Clusterer) => Placement;
};

/** Articles over some weeks that tell some of twenty events each, with twins now and then. */
function stream(seed: number): Stream {
  const clusterer = createClusterer({ settings: defaultStorySettings, nextStoryId: counter(0) });
  const articles = new Map<number, StoredArticle>();
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  let id = 0;
  const make: Stream["make"] = () => {
    id += 1;
    const told = event(Math.floor(id / 20) + Math.floor(random() * 8));
    const words = told.text.split(" ").filter(() => random() < 0.6);
    const title = random() < 0.05 ? "Week in review" : told.title;
    const raw = featuresOf({ title, text: words.join(" "), language: "en", entities: keyed(told.entities) });
    const features: StoryFeatures = unpackFeatures(packFeatures(raw));
    const at = start + id * 5 * HOUR + random() * HOUR;
    const twinOf = random() < 0.1 && id > 10 ? id - 1 - Math.floor(random() * 9) : null;
    return {
      id,
      at,
      owner: `owner${Math.floor(random() * 9)}`,
      features,
      title,
      twinOf,
      twinSimilarity: 0.9,
    };
  };
  const next = (engine: Clusterer): Placement => {
    const article = make();
    const placement = engine.place(article);
    articles.set(article.id, { ...article, isCopy: placement.kind === "twin" });
    return placement;
  };
  return { clusterer, articles, make, next };
}

function lastStory(placements: Placement[]): number {
  return Math.max(...placements.map(({ storyId }) => storyId ?? 0));
}

function storedStories(
  clusterer: Clusterer,
  articles: Map<number, StoredArticle>,
): { id: number; pinned: boolean; articles: StoredArticle[] }[] {
  const stories = new Map<number, StoredArticle[]>();
  for (const article of articles.values()) {
    const story = clusterer.storyOf(article.id);
    if (story !== null) stories.set(story, [...(stories.get(story) ?? []), article]);
  }
  return Array.from(stories, ([id, members]) => ({ id, pinned: false, articles: members }));
}
