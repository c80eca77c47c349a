import type { EntityType } from "../entities/entity-types.ts";
import type { Role } from "../entities/mention.ts";

export const states = ["new", "read", "kept", "dismissed", "snoozed"] as const;
export type State = (typeof states)[number];

export const isFlags = [...states, "twin", "rejected", "starred"] as const;
export type IsFlag = (typeof isFlags)[number];

export type EntityField =
  | "actor"
  | "malware"
  | "tool"
  | "cve"
  | "ttp"
  | "ioc"
  | "sector"
  | "country"
  | "vendor"
  | "product";
/** `assignee`: a username, `none`, or `me` until `knowMe` says who that is. */
export type NameField = "source" | "tag" | "lang" | "assignee";
export type NumberField = "score" | "hunt" | "quality" | "words" | "tier" | "story";
export type TimeField = "since" | "before";
export type Comparison = ">=" | ">" | "<=" | "<" | "=";

/** What `has:` can ask for beside entity types; see `typesOfThing`. */
export type HasThing = EntityType | "ioc" | "ttp" | "code" | "story";

/**
 * A search as a tree, in one normal form: no `and` inside an `and`, no `or` inside an `or`, at least two nodes in
 * both, no `not` inside a `not`, and `all` only by itself. Several `values` of one node mean any of them.
 */
export type Query =
  | { kind: "all" }
  | { kind: "and" | "or"; nodes: Query[] }
  | { kind: "not"; node: Query }
  /** One folded whole word; see `foldWords`. */
  | { kind: "word"; word: string }
  /** Words in this order; `text` is what was written, in lower case, for an engine with its own idea of words. */
  | { kind: "phrase"; text: string; words: string[] }
  /** The folded beginning of a word, at least two characters. */
  | { kind: "prefix"; prefix: string }
  /** A value that ends with `*` means every value that starts so. */
  | { kind: "entity"; field: EntityField; values: string[] }
  | { kind: "name"; field: NameField; values: string[] }
  | { kind: "number"; field: NumberField; comparison: Comparison; values: number[] }
  /** `at` is an ISO instant; `given` is how it was written, so that a saved `7d` stays relative. */
  | { kind: "time"; field: TimeField; at: string; given: string }
  | { kind: "state"; values: State[] }
  | { kind: "is"; values: IsFlag[] }
  | { kind: "has"; values: HasThing[] }
  | { kind: "role"; values: Role[] }
  /** A pasted indicator or technique: `value` as the extractor writes it, `raw` as it was pasted. */
  | { kind: "indicator"; type: EntityType; value: string; raw: string; words: string[] };

/** Where a query cannot be read: `column` counts UTF-16 units from 1, `length` of them are wrong. */
export type QueryError = { message: string; column: number; length: number; hint: string };
