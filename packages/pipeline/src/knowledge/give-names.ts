import type { KnownName } from "./known-name.ts";

/** What was withdrawn gives its names and its id to what stands for it, so that old reports still say who is meant. */
export function giveNames(old: KnownName, heir: KnownName): void {
  const known = new Set(heir.aliases.map((alias) => alias.name));
  const names = old.externalId === null ? old.aliases : [...old.aliases, idAlias(old.externalId, old.source)];
  for (const alias of names) {
    if (known.has(alias.name)) continue;
    heir.aliases.push({ ...alias, source: `${old.source}, revoked` });
  }
}

function idAlias(name: string, source: string): KnownName["aliases"][number] {
  return { name, source, ambiguous: false };
}

const MAX_STEPS = 8;

/** Follows who stands for whom to the end; null where it ends nowhere. */
export function lastHeir(first: string, heirs: ReadonlyMap<string, string>): string | null {
  let heir = heirs.get(first);
  for (let step = 0; step < MAX_STEPS && heir !== undefined; step++) {
    const next = heirs.get(heir);
    if (next === undefined) return heir;
    heir = next;
  }
  return null;
}
