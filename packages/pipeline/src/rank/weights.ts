/** Hours after which the age of a subject of this kind halves what it is worth. */
export type ContentKind = "advisory" | "campaign" | "news" | "roundup";

/**
 * The weights of a rank. A factor of 1 changes nothing; `most` is the factor that is never exceeded, and `half` the
 * amount at which half of the way from 1 to it is gone.
 */
export type RankSettings = {
  /** The product of all factors at which a subject stands at 50 of 100. */
  middle: number;
  relevance: { most: number; half: number; inTitle: number };
  severity: {
    kev: number;
    ransomware: number;
    exploited: number;
    zeroDay: number;
    /** At CVSS 10; below 5 nothing. */
    cvss: number;
    /** At EPSS 1. */
    epss: number;
  };
  corroboration: { perDoubling: number; most: number };
  source: { tiers: { 1: number; 2: number; 3: number }; leastWeight: number; mostWeight: number };
  novelty: { most: number; half: number; indicator: number; technique: number; flaw: number; name: number };
  /** Factors at a score of 0 and of 100. */
  quality: { least: number; most: number };
  hunt: { least: number; most: number };
  kinds: Record<ContentKind, { factor: number; halfLifeHours: number }>;
};

/** Named with every rank that they made; raised when a weight or the formula changes. */
export const rankVersion = "1";

export const defaultRankSettings: RankSettings = {
  middle: 2.5,
  relevance: { most: 4, half: 1.5, inTitle: 1.5 },
  severity: { kev: 1.8, ransomware: 1.25, exploited: 1.5, zeroDay: 1.3, cvss: 1.5, epss: 1.5 },
  corroboration: { perDoubling: 0.25, most: 2 },
  source: { tiers: { 1: 1.3, 2: 1, 3: 0.75 }, leastWeight: 0.25, mostWeight: 4 },
  novelty: { most: 1.8, half: 6, indicator: 1, technique: 2, flaw: 2, name: 2 },
  quality: { least: 0.75, most: 1.25 },
  hunt: { least: 0.8, most: 1.5 },
  kinds: {
    advisory: { factor: 1.1, halfLifeHours: 168 },
    campaign: { factor: 1.1, halfLifeHours: 120 },
    news: { factor: 1, halfLifeHours: 48 },
    roundup: { factor: 0.6, halfLifeHours: 24 },
  },
};
