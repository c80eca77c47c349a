import type { Field } from "./read-xml.ts";

/** The elements of an item or channel by key; those inside an author by "author/name". */
export type Fields = ReadonlyMap<string, readonly Field[]>;

/** Groups elements in document order, leaving out those inside elements that are not the item's own. */
export function groupFields(fields: readonly Field[]): Fields {
  const groups = new Map<string, Field[]>();
  for (const field of fields) {
    const isOwn = field.parent === "" || field.parent.startsWith("media:");
    const isPerson = field.parent === "author" || field.parent === "atom:author";
    if (!isOwn && !isPerson) continue;
    const key = isOwn ? field.key : `${field.parent}/${field.key}`;
    const group = groups.get(key);
    if (group) group.push(field);
    else groups.set(key, [field]);
  }
  return groups;
}

/** The elements with any of the keys, in the order of the keys. */
export function direct(fields: Fields, keys: readonly string[]): Field[] {
  const found: Field[] = [];
  for (const key of keys) {
    const group = fields.get(key);
    if (group) found.push(...group);
  }
  return found;
}
