/** Generated articles in the order of their collection, as rows of the tables that belong to one. */
import { mulberry, capital, pick, type Random } from "../similar-words.ts";
import { json, rowLine } from "./copy-rows.ts";
import { detailsOf, type Entity, type EntityWorld, reasonsOf } from "./entity-world.ts";
import type { StoryWorld } from "./story-world.ts";
import {
  articlesPerRareWord,
  functionWord,
  rareWord,
  rareWordsPerArticle,
  type Vocabulary,
} from "./vocabulary.ts";

export const articleColumns =
  "id, source_id, guid, url, canonical_url, url_key, canonical_key, title, authors, categories, published_at, collected_at, language, summary, text, html, links, text_source, content_hash, entry_hash, word_count, rejected_reason, scrape_error";
export const mentionColumns =
  "article_id, entity_id, status, role, confidence, benign, reasons, matched, count, in_title, places, details, seen_at";
export const featureColumns =
  "article_id, extractor_version, extracted_at, quality, quality_parts, hunt_score, hunt_parts, signature, bands, story_features, clustered_at";
export const memberColumns = "article_id, story_id, by, kind, owner, similarity, reasons, joined_at";

export type Size = {
  articles: number;
  mentions: number;
  sources: number;
  seed: number;
  until: Date;
  days: number;
};

export type Batch = { articles: string[]; mentions: string[]; features: string[]; members: string[] };

type World = {
  size: Size;
  random: Random;
  vocabulary: Vocabulary;
  entities: EntityWorld;
  stories: StoryWorld;
};

const day = 86_400_000;

export function makeArticleWorld(
  size: Size,
  vocabulary: Vocabulary,
  entities: EntityWorld,
  stories: StoryWorld,
): (from: number, count: number) => Batch {
  const world: World = { size, vocabulary, entities, stories, random: mulberry(size.seed) };
  return (from, count) => {
    const batch: Batch = { articles: [], mentions: [], features: [], members: [] };
    for (let id = from; id < from + count; id += 1) addArticle(world, id, batch);
    return batch;
  };
}

function addArticle(world: World, id: number, batch: Batch): void {
  const { size, random } = world;
  const sourceId = 1 + Math.floor(size.sources * random() ** 2.2);
  const collectedAt = new Date(size.until.getTime() - size.days * day * (1 - id / size.articles));
  const publishedAt = publishedBefore(random, collectedAt);
  const seenAt = publishedAt ?? collectedAt;
  const spoken = entitiesOf(world);
  const story = world.stories.join(random, { id, at: seenAt, sourceId, spoken });
  const all = [...new Map([...story.entities, ...spoken].map((entity) => [entity.id, entity])).values()];
  const written = writeText(world, all);
  const title = titleOf(world, all);
  world.stories.name(story.id, title, id);
  batch.articles.push(articleRow(world, { id, sourceId, collectedAt, publishedAt, title, written }));
  for (const entity of all) batch.mentions.push(mentionRow(random, id, entity, { title, written, seenAt }));
  batch.features.push(featureRow(random, id, all, collectedAt));
  if (story.id !== null) batch.members.push(memberRow(random, id, { ...story, sourceId, collectedAt }));
}

function publishedBefore(random: Random, collectedAt: Date): Date | null {
  const chance = random();
  if (chance < 0.02) return null;
  // Now and then an archive is read that goes back for months.
  const back = chance < 0.05 ? random() * 200 * day : random() ** 3 * day;
  return new Date(Math.floor((collectedAt.getTime() - back) / 1000) * 1000);
}

/** Names in nearly every article; indicators in few, but then many. */
function entitiesOf({ size, random, entities }: World): Entity[] {
  const share = size.mentions / 10;
  const names = Math.round(share * 8 * random() ** 0.9);
  const chance = random();
  const indicators =
    chance < 0.35 ? 0 : chance < 0.9 ? 1 + random() * 7 * share : (8 + 40 * random() ** 2) * share;
  return [
    ...Array.from({ length: names }, () => entities.drawName(random)),
    ...Array.from({ length: Math.floor(indicators) }, () => entities.drawIndicator(random)),
  ];
}

type Written = { text: string; html: string; words: number; places: Map<number, [number, number][]> };

/** A text of 100 to 900 words in which every entity stands where its places say. */
function writeText(world: World, spoken: readonly Entity[]): Written {
  const { random, size, vocabulary } = world;
  const wanted = 100 + Math.floor(800 * random() ** 1.1);
  const rare = Math.ceil((size.articles * rareWordsPerArticle) / articlesPerRareWord);
  const inserts: { word: string; entity: Entity | null }[] = spoken.map((entity) => ({
    word: surfaceOf(entity),
    entity,
  }));
  for (let more = 0; more < rareWordsPerArticle; more += 1)
    inserts.push({ word: rareWord(Math.floor(random() * rare)), entity: null });
  const places = new Map<number, [number, number][]>();
  let text = "";
  let words = 0;
  let next = 0;
  const every = Math.max(1, Math.floor(wanted / inserts.length));
  while (words < wanted || next < inserts.length) {
    const length = 8 + Math.floor(random() * 16);
    let isFirst = true;
    for (let at = 0; at < length; at += 1, words += 1) {
      const insert = words >= next * every ? inserts[next] : undefined;
      if (insert) next += 1;
      const word = insert?.word ?? wordOf(random, vocabulary);
      if (insert?.entity) places.set(insert.entity.id, [[text.length, text.length + word.length]]);
      text += `${isFirst && !insert ? capital(word) : word}${at === length - 1 ? "." : " "}`;
      isFirst = false;
    }
    text += random() < 0.2 ? "\n\n" : " ";
  }
  text = text.trimEnd();
  return { text, html: `<p>${text.replaceAll("\n\n", "</p>\n<p>")}</p>`, words, places };
}

function wordOf(random: Random, { words, draw }: Vocabulary): string {
  if (random() < 0.45) return functionWord(random);
  const word = words[draw(random)] ?? "report";
  const ending = random();
  return ending < 0.1 && !word.includes(" ") ? `${word}s` : word;
}

function surfaceOf({ type, value, isBenign }: Entity): string {
  if (isBenign || (type !== "domain" && type !== "ipv4" && type !== "url")) return value;
  return value.replaceAll(".", "[.]").replace(/^http/, "hxxp");
}

function titleOf({ random, vocabulary }: World, spoken: readonly Entity[]): string {
  const words = Array.from({ length: 5 + Math.floor(random() * 6) }, () => wordOf(random, vocabulary));
  const named = spoken.find(({ isName, type }) => isName && type !== "technique" && type !== "tactic");
  if (named && random() < 0.6) words.splice(Math.floor(random() * words.length), 0, named.value);
  return capital(words.join(" "));
}

type Article = {
  id: number;
  sourceId: number;
  collectedAt: Date;
  publishedAt: Date | null;
  title: string;
  written: Written;
};

function articleRow({ random, size }: World, article: Article): string {
  const { id, sourceId, collectedAt, publishedAt, title, written } = article;
  const url = `https://source-${sourceId}.example/${collectedAt.getUTCFullYear()}/${id}`;
  const key = url.slice("https://".length);
  const chance = random();
  const hash = Buffer.from(`${size.seed}:${id}`.padEnd(32, ".")).toString("hex");
  const links = [0, 1, 2].map((at) => ({ url: `https://link-${at}.example/${id}`, text: `Link ${at}` }));
  return rowLine([
    id,
    sourceId,
    `guid-${id}`,
    url,
    url,
    key,
    key,
    title,
    chance < 0.7 ? [`Author ${sourceId}-${id % 7}`] : [],
    [`category-${id % 40}`, `topic-${id % 13}`],
    publishedAt,
    collectedAt,
    chance < 0.88 ? "en" : pick(random, ["de", "fr", "ja", "ru", "es"]),
    written.text.slice(0, 280),
    written.text,
    written.html,
    json(links),
    chance < 0.9 ? "page" : "feed",
    hash,
    hash,
    written.words,
    random() < 0.015 ? "rule: advertising" : null,
    random() < 0.02 ? "timeout" : null,
  ]);
}

const roles = ["c2", "payload", "victim", "exploited", null, null, null, null];

function mentionRow(
  random: Random,
  articleId: number,
  entity: Entity,
  { title, written, seenAt }: { title: string; written: Written; seenAt: Date },
): string {
  const inTitle = entity.isName && title.includes(entity.value);
  const start = inTitle ? title.indexOf(entity.value) : 0;
  const confidence = 50 + Math.floor(random() * 50);
  const places = [
    ...(inTitle ? [[1, start, start + entity.value.length, "prose", confidence, null]] : []),
    ...(written.places.get(entity.id) ?? []).map(([from, until]) => [
      0,
      from,
      until,
      "prose",
      confidence,
      null,
    ]),
  ];
  return rowLine([
    articleId,
    entity.id,
    statusOf(random, entity),
    entity.isName ? null : pick(random, roles),
    confidence / 100,
    entity.isBenign ? "top-sites" : null,
    reasonsOf(entity),
    surfaceOf(entity),
    places.length,
    inTitle,
    json(places),
    detailsOf(entity),
    seenAt,
  ]);
}

function statusOf(random: Random, { isName, isBenign }: Entity): string {
  if (isBenign) return "benign";
  const chance = random();
  if (isName) return chance < 0.93 ? "named" : "proposed";
  return chance < 0.75 ? "indicator" : "mentioned";
}

function featureRow(random: Random, id: number, spoken: readonly Entity[], at: Date): string {
  const quality = Math.floor(100 * random() ** 0.7);
  const hunt = Math.min(100, Math.floor(3 * spoken.length * random()));
  const parts = (total: number): string =>
    json(
      ["length", "indicators", "code", "structure"].map((name) => ({
        name,
        points: total / 4,
        reason: `what the ${name} of the text is worth`,
      })),
    );
  const signature = Buffer.alloc(512);
  for (let byte = 0; byte < 512; byte += 4) signature.writeUInt32LE(Math.floor(random() * 2 ** 32), byte);
  const bands = Array.from({ length: 32 }, (_, band) => signature.readInt32LE(band * 16));
  const packed = Buffer.from(
    spoken
      .map(({ value }) => value)
      .join(" ")
      .slice(0, 900)
      .padEnd(600, " words"),
  );
  return rowLine([id, "bench", at, quality, parts(quality), hunt, parts(hunt), signature, bands, packed, at]);
}

function memberRow(
  random: Random,
  id: number,
  story: { id: number | null; isNew: boolean; sourceId: number; collectedAt: Date },
): string {
  const similarity = story.isNew ? 1 : 0.5 + random() / 2;
  const reasons = {
    sentence: story.isNew
      ? "It is the first to tell it."
      : "It shares two names and four rare words with what the story tells.",
    score: similarity,
    threshold: 0.45,
  };
  return rowLine([
    id,
    story.id,
    "rule",
    story.isNew ? "created" : "joined",
    `source-${story.sourceId}.example`,
    similarity,
    json(reasons),
    story.collectedAt,
  ]);
}
