import { ATTACK_ID, familyOf, type KnownAlias, type KnownName } from "../knowledge/known-name.ts";
import { foldName } from "./fold.ts";

/**
 * One entity per real thing: the same ATT&CK id, or one source's canonical name among the other's names within a
 * family (see `familyOf`). The first set that has a thing gives its type, value and label, so the starter goes first,
 * then ATT&CK, then the rest. Nothing is merged through an alias that two things claim or that is marked ambiguous;
 * such aliases become ambiguous unless one claim is clearly the better one.
 */
export function mergeNames(sets: KnownName[][]): KnownName[] {
  const merging: Merging = { entities: [], byId: new Map(), owners: new Map() };
  for (const set of sets) for (const known of set) place(merging, known);
  markConflicts(merging);
  return merging.entities.map((entity) => entity.known);
}

type Entity = {
  known: KnownName;
  family: string;
  canonicals: Set<string>;
  sources: Set<string>;
  /** Folded alias: what of that spelling was there first. */
  spelled: Map<string, KnownAlias>;
};

type Merging = {
  entities: Entity[];
  byId: Map<string, Entity>;
  /** Family and folded name: who claims it. */
  owners: Map<string, Entity[]>;
};

/** Names shorter than this are nobody's own: they prove nothing. */
const MIN_PROOF = 4;

function place(merging: Merging, known: KnownName): void {
  const folded = known.aliases.map((alias) => foldName(alias.name));
  const canonical = folded[0] ?? foldName(known.label);
  const entity = findEntity(merging, known, folded) ?? newEntity(merging, known);
  entity.sources.add(known.source);
  entity.canonicals.add(canonical);
  for (const id of idsOf(known)) if (!merging.byId.has(id)) merging.byId.set(id, entity);
  entity.known.externalId ??= known.externalId;
  for (const [key, value] of Object.entries(known.details)) entity.known.details[key] ??= value;
  for (const [index, alias] of known.aliases.entries()) addAlias(merging, entity, alias, folded[index] ?? "");
}

function newEntity(merging: Merging, known: KnownName): Entity {
  const entity: Entity = {
    known: { ...known, aliases: [], details: { ...known.details } },
    family: familyOf(known.type),
    canonicals: new Set(),
    sources: new Set(),
    spelled: new Map(),
  };
  merging.entities.push(entity);
  return entity;
}

function idsOf(known: KnownName): string[] {
  if (known.type === "cve") return [];
  // A technique that took in another one is not that one.
  const isCoded = known.type === "technique" || known.type === "tactic";
  const ids = isCoded ? [] : known.aliases.map((alias) => alias.name).filter((name) => ATTACK_ID.test(name));
  return known.externalId === null ? ids : [known.externalId, ...ids];
}

function addAlias(merging: Merging, entity: Entity, alias: KnownAlias, folded: string): void {
  const first = entity.spelled.get(folded);
  if (first === undefined) {
    entity.spelled.set(folded, alias);
    const key = `${entity.family} ${folded}`;
    const owners = merging.owners.get(key);
    if (owners === undefined) merging.owners.set(key, [entity]);
    else owners.push(entity);
  }
  if (entity.known.aliases.some((known) => known.name === alias.name)) return;
  entity.known.aliases.push({ ...alias, ambiguous: first?.ambiguous ?? alias.ambiguous });
}

function findEntity(merging: Merging, known: KnownName, folded: string[]): Entity | undefined {
  if (known.type === "cve") return undefined;
  for (const id of idsOf(known)) {
    const entity = merging.byId.get(id);
    if (entity !== undefined) return entity;
  }
  // A technique or tactic is its id; equal names under other ids are other things.
  if (known.type === "technique" || known.type === "tactic") return undefined;
  return byCanonicalName(merging, known) ?? byAliases(merging, known, folded);
}

function byCanonicalName(merging: Merging, known: KnownName): Entity | undefined {
  const canonical = foldName(known.aliases[0]?.name ?? known.label);
  const owners = (merging.owners.get(`${familyOf(known.type)} ${canonical}`) ?? []).filter((owner) =>
    mayBeSame(owner, known),
  );
  const namesake = owners.find((owner) => owner.canonicals.has(canonical));
  if (namesake !== undefined) return namesake;
  const base = known.aliases[1];
  const isBase = base?.ambiguous === true && known.aliases[0]?.name.startsWith(base.name) === true;
  const bearer = isBase ? bearerOf(merging, known, foldName(base.name)) : undefined;
  if (bearer !== undefined) return bearer;
  const [only, ...others] = owners;
  if (only === undefined || others.length > 0 || canonical.length < MIN_PROOF) return undefined;
  const isSure = only.spelled.get(canonical)?.ambiguous === false && !only.sources.has(known.source);
  return isSure ? only : undefined;
}

/** `X Ransomware` is the X of its family. */
function bearerOf(merging: Merging, known: KnownName, folded: string): Entity | undefined {
  const owners = merging.owners.get(`${familyOf(known.type)} ${folded}`) ?? [];
  return owners.find((owner) => owner.canonicals.has(folded) && mayBeSame(owner, known));
}

/** The one entity whose canonical name is among the aliases; several mean that the source lumps things together. */
function byAliases(merging: Merging, known: KnownName, foldedAliases: string[]): Entity | undefined {
  const found = new Set<Entity>();
  const family = familyOf(known.type);
  for (const [index, alias] of known.aliases.entries()) {
    const folded = foldedAliases[index] ?? "";
    if (alias.ambiguous || folded.length < MIN_PROOF) continue;
    for (const owner of merging.owners.get(`${family} ${folded}`) ?? NOBODY)
      if (owner.canonicals.has(folded) && mayBeSame(owner, known) && !owner.sources.has(known.source))
        found.add(owner);
  }
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

const NOBODY: readonly Entity[] = [];

function mayBeSame(entity: Entity, known: KnownName): boolean {
  const [mine, other] = [entity.known.externalId, known.externalId];
  return mine === null || other === null || mine === other;
}

function markConflicts({ owners }: Merging): void {
  for (const [key, claimants] of owners) {
    if (claimants.length < 2) continue;
    const folded = key.slice(key.indexOf(" ") + 1);
    const best = bestClaim(claimants, folded);
    for (const claimant of claimants) {
      if (claimant === best) continue;
      for (const alias of claimant.known.aliases) if (foldName(alias.name) === folded) alias.ambiguous = true;
    }
  }
}

/** The first set knows best what its names mean; after it, who bears the name as its canonical one. */
function bestClaim(claimants: Entity[], folded: string): Entity | undefined {
  if (claimants[0]?.known.type === "cve") return claimants[0];
  const first = claimants.filter((entity) => entity.known.source === "starter" && isOwn(entity, folded));
  if (first.length === 1) return first[0];
  const bearers = claimants.filter((entity) => entity.canonicals.has(folded));
  return bearers.length === 1 ? bearers[0] : undefined;
}

function isOwn(entity: Entity, folded: string): boolean {
  return entity.spelled.get(folded)?.source === "starter";
}
