import type { EntityType } from "../entities/entity-types.ts";

/** What a kind of entity says about two articles that share one. */
export type EntityWorth = {
  /** 0 to 1: how far a rare one proves that both tell of one event. */
  worth: number;
  /** The share of articles in which one value of the kind stands, as a guess before any were counted. */
  expectedShare: number;
  /** At most so many of an article are compared. */
  most: number;
};

/** The kinds that stories are compared by; all others are left out. */
export const entityWorths: Partial<Record<EntityType, EntityWorth>> = {
  cve: { worth: 1, expectedShare: 0.0005, most: 8 },
  ghsa: { worth: 1, expectedShare: 0.0002, most: 3 },
  euvd: { worth: 1, expectedShare: 0.0002, most: 3 },
  sha256: { worth: 1, expectedShare: 0.0002, most: 4 },
  sha1: { worth: 1, expectedShare: 0.0002, most: 3 },
  md5: { worth: 1, expectedShare: 0.0002, most: 3 },
  domain: { worth: 0.9, expectedShare: 0.0005, most: 6 },
  onion: { worth: 0.8, expectedShare: 0.0005, most: 2 },
  url: { worth: 0.8, expectedShare: 0.0003, most: 3 },
  email: { worth: 0.8, expectedShare: 0.0005, most: 2 },
  ipv4: { worth: 0.8, expectedShare: 0.0005, most: 5 },
  ipv6: { worth: 0.8, expectedShare: 0.0003, most: 2 },
  file_name: { worth: 0.35, expectedShare: 0.001, most: 3 },
  malware: { worth: 0.35, expectedShare: 0.004, most: 5 },
  ransomware: { worth: 0.3, expectedShare: 0.006, most: 3 },
  tool: { worth: 0.1, expectedShare: 0.01, most: 4 },
  actor: { worth: 0.3, expectedShare: 0.005, most: 4 },
  technique: { worth: 0.05, expectedShare: 0.02, most: 4 },
  product: { worth: 0.3, expectedShare: 0.005, most: 5 },
  vendor: { worth: 0.15, expectedShare: 0.02, most: 3 },
  country: { worth: 0.05, expectedShare: 0.05, most: 2 },
  sector: { worth: 0.05, expectedShare: 0.05, most: 2 },
};

/** Names an event so exactly that two articles with it tell of it, however far apart they appeared. */
export function isStrongWorth({ worth }: EntityWorth): boolean {
  return worth >= 0.8;
}

/** The type in a `type:value` key. */
export function typeOfKey(key: string): EntityType {
  return key.slice(0, key.indexOf(":")) as EntityType;
}
