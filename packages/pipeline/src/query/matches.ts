import { type EntityType, indicatorTypes } from "../entities/entity-types.ts";
import type { MentionStatus, Role } from "../entities/mention.ts";
import { typesOfField, typesOfThing } from "./fields.ts";
import { foldName } from "./fold.ts";
import type {
  Comparison,
  EntityField,
  HasThing,
  IsFlag,
  NameField,
  NumberField,
  Query,
  State,
} from "./query.ts";

export type QueryEntity = {
  type: EntityType;
  value: string;
  /** Label and aliases. */
  names: string[];
  role: Role | null;
  status: MentionStatus;
};

/** What a search can ask of an article. */
export type QueryArticle = {
  hasWord: (word: string) => boolean;
  hasPhrase: (words: string[]) => boolean;
  hasPrefix: (prefix: string) => boolean;
  entities: QueryEntity[];
  source: { slug: string; name: string; tier: number; tags: string[] };
  /** Of the feed, and those that people gave it. */
  tags: string[];
  assignee: string | null;
  language: string | null;
  /** Published, else collected. */
  at: Date;
  words: number;
  storyId: number | null;
  score: number | null;
  hunt: number | null;
  quality: number | null;
  state: State;
  isTwin: boolean;
  isRejected: boolean;
  isStarred: boolean;
  hasCode: boolean;
};

/**
 * Whether a query finds an article. What any engine behind the same language must agree with:
 * - logic has two values: what an article does not have (no score, no story) fails a comparison, and NOT turns that round;
 * - words, phrases and prefixes are the article's to judge (`hasWord` …), over title and text;
 * - an entity field takes all mentions of its types, benign and proposed ones too, and compares value, label and aliases
 *   as folded names (`foldName`), indicators in lower case only; `*` at the end of a value means any rest; a technique
 *   includes its sub-techniques;
 * - `has:` and `role:` count what the article presents: observables with status `indicator`, all others unless benign;
 * - an `indicator` node is found as an entity of any indicator or technique type with that value, or as words in the text;
 * - `source:` compares the slug or the whole name, `tag:` tags of article and source, `assignee:` a username (`none`
 *   where there is nobody), all in lower case;
 * - a snoozed article whose time has come is new;
 * - `since` includes its instant, `before` does not; nothing is hidden by default, not even what is rejected.
 */
export function matches(query: Query, article: QueryArticle): boolean {
  switch (query.kind) {
    case "all":
      return true;
    case "and":
      return query.nodes.every((node) => matches(node, article));
    case "or":
      return query.nodes.some((node) => matches(node, article));
    case "not":
      return !matches(query.node, article);
    case "word":
      return article.hasWord(query.word);
    case "phrase":
      return article.hasPhrase(query.words);
    case "prefix":
      return article.hasPrefix(query.prefix);
    case "indicator":
      return hasIndicator(query, article);
    case "entity":
      return query.values.some((value) => hasEntity(query.field, value, article));
    case "name":
      return query.values.some((value) => namesOf(query.field, article).includes(value));
    case "number":
      return query.values.some((value) => compare(numberOf(query.field, article), query.comparison, value));
    case "time":
      return article.at.getTime() >= Date.parse(query.at) === (query.field === "since");
    case "state":
      return query.values.includes(article.state);
    case "is":
      return query.values.some((flag) => isFlag(flag, article));
    case "has":
      return query.values.some((thing) => hasThing(thing, article));
    case "role":
      return article.entities.some(
        ({ role, ...entity }) => role !== null && isPresented(entity) && query.values.includes(role),
      );
  }
}

const observable: ReadonlySet<EntityType> = new Set(typesOfThing("ioc"));
const indicator: ReadonlySet<EntityType> = new Set(indicatorTypes);

function hasIndicator({ value, words }: Query & { kind: "indicator" }, article: QueryArticle): boolean {
  const isTechnique = /^t\d{4}/i.test(value);
  const found = isTechnique
    ? hasEntity("ttp", value, article)
    : article.entities.some(
        (entity) =>
          (indicator.has(entity.type) || entity.type === "tactic") &&
          entity.value.toLowerCase() === value.toLowerCase(),
      );
  return found || (words.length > 0 && article.hasPhrase(words));
}

function hasEntity(field: EntityField, value: string, article: QueryArticle): boolean {
  const types = typesOfField(field);
  const fold = foldOf(field);
  const isPrefix = value.endsWith("*");
  const wanted = fold(isPrefix ? value.slice(0, -1) : value);
  return article.entities.some(
    (entity) =>
      types.includes(entity.type) &&
      [entity.value, ...entity.names].some((name) => {
        const folded = fold(name);
        if (isPrefix ? folded.startsWith(wanted) : folded === wanted) return true;
        return entity.type === "technique" && isSubTechnique(value, entity.value);
      }),
  );
}

/** In names spelling varies; in indicators, ids of flaws and of techniques every character counts. */
function foldOf(field: EntityField): (name: string) => string {
  return field === "ioc" || field === "cve" || field === "ttp" ? (name) => name.toLowerCase() : foldName;
}

function isSubTechnique(parent: string, id: string): boolean {
  return /^T\d{4}$/.test(parent) && id.startsWith(`${parent}.`);
}

function isPresented({ type, status }: { type: EntityType; status: MentionStatus }): boolean {
  return observable.has(type) ? status === "indicator" : status !== "benign";
}

function namesOf(field: NameField, { source, tags, language, assignee }: QueryArticle): string[] {
  const names = {
    source: [source.slug, source.name],
    tag: [...tags, ...source.tags],
    lang: [language ?? ""],
    assignee: [assignee ?? "none"],
  };
  return names[field].map((name) => name.toLowerCase());
}

function numberOf(field: NumberField, article: QueryArticle): number | null {
  if (field === "tier") return article.source.tier;
  return field === "story" ? article.storyId : article[field];
}

function compare(left: number | null, comparison: Comparison, right: number): boolean {
  if (left === null) return false;
  switch (comparison) {
    case ">=":
      return left >= right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case "<":
      return left < right;
    case "=":
      return left === right;
  }
}

function isFlag(flag: IsFlag, article: QueryArticle): boolean {
  if (flag === "twin") return article.isTwin;
  if (flag === "rejected") return article.isRejected;
  return flag === "starred" ? article.isStarred : article.state === flag;
}

function hasThing(thing: HasThing, article: QueryArticle): boolean {
  if (thing === "code") return article.hasCode;
  if (thing === "story") return article.storyId !== null;
  const types = typesOfThing(thing);
  return article.entities.some((entity) => types.includes(entity.type) && isPresented(entity));
}
