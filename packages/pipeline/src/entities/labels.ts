import { type EntityType, indicatorTypes, nameTypes } from "./entity-types.ts";
import { mentionStatuses, type MentionStatus, type Role, roles } from "./mention.ts";

/** What a careful reader finds at a place: `text.slice(start, end) === matched`. */
export type Label = {
  type: EntityType;
  value: string;
  start: number;
  end: number;
  matched: string;
  /** Null where a reader could not say; a name without a status is `named`. */
  status: MentionStatus | null;
  role: Role | null;
};

/** A place where a find, of one of some types or of any, is neither right nor wrong. */
export type OpenPlace = { start: number; end: number; types: EntityType[] | null };

export type Labelled = { text: string; labels: Label[]; optional: OpenPlace[] };

/**
 * Reads a text with labels in it: `⟦head|value|matched⟧`, or `⟦head|matched⟧` where the value is what is written.
 * The head is a type and, in any order, a role and a status: `⟦domain c2 indicator|evil.top|evil[.]top⟧`;
 * or `optional` with types that are allowed there, with none for all. Throws an Error that names the place when a label cannot be read.
 */
export function readLabelled(markup: string): Labelled {
  const labelled: Labelled = { text: "", labels: [], optional: [] };
  let at = 0;
  for (let open = markup.indexOf("⟦"); open !== -1; open = markup.indexOf("⟦", at)) {
    const close = markup.indexOf("⟧", open);
    const parts = markup.slice(open + 1, close).split("|");
    const [head, value] = parts;
    const matched = parts.at(-1);
    if (close === -1 || !head || !value || !matched || parts.length > 3) throw unreadable(markup, open);
    labelled.text += markup.slice(at, open);
    const start = labelled.text.length;
    labelled.text += matched;
    const place = { start, end: labelled.text.length };
    if (head.startsWith("optional"))
      labelled.optional.push({ ...place, types: readTypes(head, markup, open) });
    else labelled.labels.push({ ...readHead(head, markup, open), value, matched, ...place });
    at = close + 1;
  }
  labelled.text += markup.slice(at);
  return labelled;
}

function readHead(head: string, markup: string, at: number): Pick<Label, "type" | "role" | "status"> {
  const [type, ...words] = head.split(/\s+/);
  const known = TYPES.find((name) => name === type);
  if (known === undefined) throw unreadable(markup, at);
  const label: Pick<Label, "type" | "role" | "status"> = {
    type: known,
    role: null,
    status: NAMES.has(known) ? "named" : null,
  };
  for (const word of words) {
    const role = roles.find((name) => name === word);
    const status = mentionStatuses.find((name) => name === word);
    if (role !== undefined) label.role = role;
    else if (status !== undefined) label.status = status;
    else throw unreadable(markup, at);
  }
  return label;
}

function readTypes(head: string, markup: string, at: number): EntityType[] | null {
  const words = head.split(/\s+/).slice(1);
  const types = TYPES.filter((type) => words.includes(type));
  if (types.length < words.length) throw unreadable(markup, at);
  return words.length === 0 ? null : types;
}

const TYPES: readonly EntityType[] = [...indicatorTypes, ...nameTypes];
const NAMES: ReadonlySet<EntityType> = new Set(nameTypes);

function unreadable(markup: string, at: number): Error {
  const line = markup.slice(0, at).split("\n").length;
  return new Error(`Line ${line}: cannot read the label ${markup.slice(at, at + 60)}`);
}
