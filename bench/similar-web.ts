/**
 * A stream of invented articles with known truth: which of them tell one event, and which have one text. Events of
 * one topic share words, products, malware and actors; publishers tell the same facts in words of their own.
 */
import type { EntityType } from "../packages/pipeline/src/entities/entity-types.ts";
import {
  capital,
  hex,
  mulberry,
  pick,
  type Random,
  sayAs,
  sentenceOf,
  shuffle,
  wordMaker,
  zipf,
} from "./similar-words.ts";

export type CopyKind = "exact" | "near" | "syndicated" | "excerpt" | "edit";

export type MadeArticle = {
  id: number;
  at: number;
  owner: string;
  title: string;
  text: string;
  entities: { key: string; type: EntityType }[];
  /** The event that it tells; null for round-ups. */
  event: number | null;
  /** The article that it copies, and how. */
  copyOf: number | null;
  copyKind: CopyKind | null;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 5);

/** Articles in the order of time, `perDay` of them a day. The same seed makes the same stream. */
export function* makeArticles(seed: number, perDay: number): Generator<MadeArticle> {
  const world = makeWorld(seed);
  const pending: Omit<MadeArticle, "id">[] = [];
  const ids = new Map<object, number>();
  let id = 0;
  let copiesOf = new Map<Omit<MadeArticle, "id">, Omit<MadeArticle, "id">>();
  for (let hour = 0; ; hour += 1) {
    const made = { articles: pending, copiesOf };
    while (madeOf(pending, hour) < perDay / 24) addEvent(world, START + hour * HOUR, made);
    if (hour % 24 === 15)
      for (let count = 0; count < perDay / 150; count += 1) addRoundup(world, START + hour * HOUR, made);
    const until = START + (hour + 1) * HOUR;
    const due = pending.filter(({ at }) => at < until).sort((a, b) => a.at - b.at);
    for (const article of due) {
      id += 1;
      ids.set(article, id);
      const original = copiesOf.get(article);
      yield { ...article, id, copyOf: original ? (ids.get(original) ?? null) : null };
    }
    pending.splice(0, pending.length, ...pending.filter(({ at }) => at >= until));
    if (hour % 240 === 239) {
      const open = new Set(pending);
      copiesOf = new Map([...copiesOf].filter(([copy]) => open.has(copy)));
      const wanted = new Set(copiesOf.values());
      for (const known of ids.keys()) if (!wanted.has(known as never)) ids.delete(known);
    }
  }
}

function madeOf(pending: { at: number }[], hour: number): number {
  const until = START + (hour + 1) * HOUR;
  let due = 0;
  for (const { at } of pending) if (at < until) due += 1;
  return due;
}

type Unnumbered = Omit<MadeArticle, "id">;
type Made = { articles: Unnumbered[]; copiesOf: Map<Unnumbered, Unnumbered> };

type World = {
  random: Random;
  vocabulary: string[][];
  topics: Topic[];
  owners: { name: string; footer: string; intro: string }[];
  actors: string[];
  malware: string[];
  products: { vendor: string; name: string }[];
  recent: { at: number; event: Event }[];
  events: number;
};

type Topic = { words: number[]; actors: string[]; malware: string[]; products: World["products"] };

type Event = {
  number: number;
  topic: Topic;
  /** Ranks in the vocabulary. */
  words: number[];
  names: string[];
  entities: { key: string; type: EntityType; name: string }[];
  facts: number[][];
  laterFacts: number[][];
};

function makeWorld(seed: number): World {
  const random = mulberry(seed);
  const word = wordMaker(random);
  // Three ways to say each thing; frequent things are said in the same way more often.
  const vocabulary = Array.from({ length: 6000 }, () => [word(), word(), word()]);
  const actors = Array.from({ length: 90 }, (_, at) =>
    at % 2 ? `APT${at + 20}` : capital(`${word()} ${word()}`),
  );
  const malware = Array.from({ length: 160 }, () => capital(word() + word()));
  const products = Array.from({ length: 150 }, () => ({
    vendor: capital(word()),
    name: capital(word() + word().slice(0, 3)),
  }));
  const topics = Array.from({ length: 40 }, () => ({
    words: Array.from({ length: 70 }, () => 60 + Math.floor(random() ** 1.5 * 3000)),
    actors: Array.from({ length: 8 }, () => pick(random, actors)),
    malware: Array.from({ length: 10 }, () => pick(random, malware)),
    products: Array.from({ length: 8 }, () => pick(random, products)),
  }));
  const owners = Array.from({ length: 300 }, (_, at) => ({
    name: `site${at}.example`,
    footer: sentenceOf(
      random,
      vocabulary,
      Array.from({ length: 30 }, () => zipf(random, 3000)),
      0,
    ),
    intro: sentenceOf(
      random,
      vocabulary,
      Array.from({ length: 10 }, () => zipf(random, 3000)),
      0,
    ),
  }));
  return { random, vocabulary, topics, owners, actors, malware, products, recent: [], events: 0 };
}

function addEvent(world: World, at: number, made: Made): void {
  const { random } = world;
  const event = makeEvent(world);
  world.recent = [...world.recent.filter((known) => known.at > at - 7 * DAY), { at, event }].slice(-400);
  const size = random() < 0.42 ? 1 : 1 + Math.ceil(11 * random() ** 1.8);
  const originals: Unnumbered[] = [];
  for (let told = 0; told < size; told += 1) {
    const delay = told === 0 ? 0 : -Math.log(1 - random()) * 16 * HOUR;
    originals.push(tell(world, event, at + random() * HOUR + Math.min(delay, 5 * DAY), event.facts));
  }
  if (size >= 3 && random() < 0.35) {
    const later = at + (2 + 4 * random()) * DAY;
    const facts = [...event.laterFacts, ...event.facts.slice(0, 4)];
    const count = 1 + Math.floor(3 * random());
    for (let told = 0; told < count; told += 1)
      originals.push(tell(world, event, later + random() * 20 * HOUR, facts));
  }
  made.articles.push(...originals);
  for (const original of originals) if (random() < 0.11) addCopies(world, original, made);
}

function makeEvent(world: World): Event {
  const { random } = world;
  world.events += 1;
  const topic = pick(random, world.topics);
  const maker = wordMaker(random);
  const names = Array.from({ length: 1 + Math.floor(2 * random()) }, () => capital(maker() + maker()));
  const words = [
    ...Array.from({ length: 12 }, () => pick(random, topic.words)),
    ...Array.from({ length: 12 }, () => 300 + Math.floor(random() * 5700)),
  ];
  const entities: Event["entities"] = [];
  const add = (type: EntityType, name: string): void =>
    void entities.push({ key: `${type}:${name}`, type, name });
  if (random() < 0.4) add("actor", pick(random, topic.actors));
  if (random() < 0.5) add("malware", pick(random, topic.malware));
  if (random() < 0.6) {
    const { vendor, name } = pick(random, topic.products);
    add("vendor", vendor);
    add("product", name);
    for (let flaws = random() < 0.55 ? 1 + Math.floor(2 * random()) : 0; flaws > 0; flaws -= 1)
      add("cve", `CVE-2026-${1000 + Math.floor(random() * 90_000)}`);
  }
  if (random() < 0.4)
    for (let count = 2 + Math.floor(6 * random()); count > 0; count -= 1)
      add("domain", `${maker()}${maker()}.example`);
  if (random() < 0.25) for (let count = 3; count > 0; count -= 1) add("sha256", hex(random, 64));
  const fact = (): number[] =>
    Array.from({ length: 8 + Math.floor(5 * random()) }, () =>
      random() < 0.45 ? pick(random, words) : random() < 0.4 ? pick(random, topic.words) : zipf(random, 6000),
    );
  return {
    number: world.events,
    topic,
    words,
    names,
    entities,
    facts: Array.from({ length: 14 }, fact),
    laterFacts: Array.from({ length: 8 }, fact),
  };
}

/** One article on an event: some of its facts, in the publisher's words and with things of its own between. */
function tell(world: World, event: Event, at: number, facts: number[][]): Unnumbered {
  const { random, vocabulary } = world;
  const owner = pick(random, world.owners);
  const isBrief = random() < 0.15;
  const style = Math.floor(random() * 1000);
  const told = facts.filter((_, at) => at < 2 || random() < (isBrief ? 0.15 : 0.7));
  const named = event.entities.filter(({ type }) => random() < chanceToName(type, isBrief));
  const sentences: string[] = [];
  for (const fact of told) {
    sentences.push(sentenceOf(random, vocabulary, fact, style, pickName(random, event, named)));
    if (random() < (isBrief ? 0.1 : 0.55)) {
      const own = Array.from({ length: 9 }, () =>
        random() < 0.3 ? pick(random, event.topic.words) : zipf(random, 6000),
      );
      sentences.push(sentenceOf(random, vocabulary, own, style));
    }
  }
  if (sentences.length === 0) sentences.push(sentenceOf(random, vocabulary, facts[0] ?? [], style));
  const mentioned = named.filter(({ name }) => !sentences.some((sentence) => sentence.includes(name)));
  if (mentioned.length > 0) sentences.push(`Indicators: ${mentioned.map(({ name }) => name).join(", ")}.`);
  if (!isBrief && random() < 0.5) sentences.push(owner.footer);
  const title = titleOf(world, event, named, style);
  const passing = random() < 0.3 ? passingEntities(world, event.topic) : [];
  if (passing.length > 0)
    sentences.push(`Compare ${passing.map(({ key }) => key.split(":")[1]).join(" and ")}.`);
  const entities = [...named.map(({ key, type }) => ({ key, type })), ...passing];
  return {
    at,
    owner: owner.name,
    title,
    text: sentences.join(" "),
    entities,
    event: event.number,
    copyOf: null,
    copyKind: null,
  };
}

/** What articles mention without being about it. */
function passingEntities(world: World, topic: Topic): MadeArticle["entities"] {
  const { random } = world;
  if (random() < 0.5) return [{ key: `actor:${pick(random, topic.actors)}`, type: "actor" } as const];
  const other = pick(random, world.recent).event.entities.filter(
    ({ type }) => type === "cve" || type === "malware",
  );
  return other.slice(0, 1).map(({ key, type }) => ({ key, type }));
}

function chanceToName(type: EntityType, isBrief: boolean): number {
  if (type === "domain" || type === "sha256") return isBrief ? 0 : 0.45;
  return isBrief ? 0.5 : 0.85;
}

function pickName(random: Random, event: Event, named: Event["entities"]): string | null {
  if (random() < 0.25) return pick(random, event.names);
  const prose = named.filter(({ type }) => type !== "sha256" && type !== "domain");
  return prose.length > 0 && random() < 0.4 ? pick(random, prose).name : null;
}

function titleOf(world: World, event: Event, named: Event["entities"], style: number): string {
  const { random, vocabulary } = world;
  const parts: string[] = [];
  if (random() < 0.65) parts.push(event.names[0] ?? "");
  for (const { name, type } of named)
    if (
      type !== "domain" &&
      type !== "sha256" &&
      random() < (type === "cve" ? 0.4 : 0.45) &&
      parts.length < 3
    )
      parts.push(name);
  const facts = event.facts[0] ?? [];
  const count = 3 + Math.floor(4 * random());
  for (let at = 0; at < count; at += 1) {
    const chance = random();
    const rank =
      chance < 0.45
        ? pick(random, facts)
        : chance < 0.6
          ? pick(random, event.words)
          : chance < 0.8
            ? pick(random, event.topic.words)
            : zipf(random, 3000);
    parts.push(sayAs(vocabulary, rank, style, random));
  }
  shuffle(random, parts);
  return capital(parts.join(" "));
}

function addCopies(world: World, original: Unnumbered, made: Made): void {
  const { random } = world;
  const count = 1 + Math.floor(4 * random() ** 2);
  for (let copies = 0; copies < count; copies += 1) {
    const owner = pick(random, world.owners);
    const kind = copyKind(random);
    const copy: Unnumbered = {
      ...original,
      at: original.at + (0.2 + 20 * random()) * HOUR,
      owner: kind === "edit" ? original.owner : owner.name,
      title:
        random() < 0.7
          ? original.title
          : `${original.title} ${sayAs(world.vocabulary, zipf(random, 3000), 0, random)}`,
      text: copyText(world, original.text, kind, owner),
      copyKind: kind,
    };
    if (kind === "excerpt" && copy.text.split(" ").length < 30) continue;
    made.articles.push(copy);
    made.copiesOf.set(copy, original);
  }
}

function copyKind(random: Random): CopyKind {
  const chance = random();
  if (chance < 0.35) return "exact";
  if (chance < 0.5) return "near";
  if (chance < 0.75) return "syndicated";
  return chance < 0.85 ? "excerpt" : "edit";
}

function copyText(world: World, text: string, kind: CopyKind, owner: World["owners"][number]): string {
  const { random, vocabulary } = world;
  const words = text.split(" ");
  if (kind === "exact") return text;
  if (kind === "excerpt") return words.slice(0, Math.max(30, Math.floor(words.length * 0.3))).join(" ");
  if (kind === "syndicated") return `${owner.intro} ${text} ${owner.footer}`;
  const changes = kind === "near" ? 0.02 : 0.04;
  const edited = words.map((word) =>
    random() < changes ? sayAs(vocabulary, zipf(random, 6000), 1, random) : word,
  );
  if (kind === "edit") {
    const added = sentenceOf(
      random,
      vocabulary,
      Array.from({ length: 12 }, () => zipf(random, 6000)),
      0,
    );
    edited.unshift(`Update: ${added}`);
  }
  return edited.join(" ");
}

/** A few words on each of many events of the week. */
function addRoundup(world: World, at: number, made: Made): void {
  const { random, vocabulary } = world;
  if (world.recent.length < 40) return;
  const events = Array.from({ length: 6 + Math.floor(5 * random()) }, () => pick(random, world.recent).event);
  const style = Math.floor(random() * 1000);
  const sentences = events.flatMap((event) => [
    sentenceOf(random, vocabulary, event.facts[0] ?? [], style, event.names[0] ?? null),
    sentenceOf(random, vocabulary, event.facts[1] ?? [], style, event.entities[0]?.name ?? null),
  ]);
  const isTitled = random() < 0.6;
  const titled = [
    "Week in review",
    "Weekly security roundup",
    "The week in security",
    "Threat intelligence newsletter",
  ];
  const plain = capital(
    Array.from({ length: 6 }, () => sayAs(vocabulary, zipf(random, 3000), style, random)).join(" "),
  );
  const entities = events.flatMap((event) =>
    event.entities.slice(0, 2).map(({ key, type }) => ({ key, type })),
  );
  made.articles.push({
    at: at + random() * HOUR,
    owner: pick(random, world.owners).name,
    title: isTitled ? `${pick(random, titled)}: ${plain}` : plain,
    text: sentences.join(" "),
    entities,
    event: null,
    copyOf: null,
    copyKind: null,
  });
}
