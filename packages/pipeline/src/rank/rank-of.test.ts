import { expect, test } from "vitest";

import { explainRank } from "./explain.ts";
import { kindOf } from "./kind-of.ts";
import { type Rank, rankOf } from "./rank-of.ts";
import type { RankFlaw, RankInput, Watch } from "./rank-input.ts";
import { defaultRankSettings } from "./weights.ts";

const now = new Date("2026-11-21T12:00:00Z");

function subjectOf(changes: Partial<RankInput> = {}): RankInput {
  return {
    kind: "news",
    at: now,
    title: "A new loader",
    text: "Operators of the loader attack Exchange Server.",
    entities: [],
    flaws: [],
    owners: 1,
    source: { name: "Northlab", tier: 2, weight: 1 },
    news: { indicators: 0, techniques: 0, flaws: 0, names: 0 },
    quality: null,
    hunt: null,
    ...changes,
  };
}

function flawOf(changes: Partial<RankFlaw> = {}): RankFlaw {
  return {
    id: "CVE-2026-20345",
    isKev: false,
    isUsedByRansomware: false,
    isExploited: false,
    cvss: null,
    epss: null,
    ...changes,
  };
}

function rank(changes: Partial<RankInput> = {}, watches: Watch[] = []): Rank {
  return rankOf(subjectOf(changes), defaultRankSettings, { now, watches });
}

function watchOf(kind: Watch["kind"], value: string): Watch {
  return { kind, value, weight: 1, list: "our stack" };
}

test("a subject of which nothing is known stands low, without parts", () => {
  expect(rank()).toEqual({ total: 28.6, product: 1, middle: 2.5, parts: [] });
});

test.each([
  ["a listed flaw", { flaws: [flawOf({ isKev: true })] }, "kev", "CVE-2026-20345 is known to be exploited"],
  [
    "an exploited flaw",
    { flaws: [flawOf({ isExploited: true })] },
    "exploited",
    "CVE-2026-20345 is reported as exploited",
  ],
  [
    "ransomware use",
    { flaws: [flawOf({ isUsedByRansomware: true })] },
    "ransomware",
    "CVE-2026-20345 is known to be used by ransomware",
  ],
  [
    "a severe flaw",
    { flaws: [flawOf({ cvss: 9.8 }), flawOf({ cvss: 6, id: "x" })] },
    "cvss",
    "CVE-2026-20345 has CVSS 9.8",
  ],
  [
    "a likely exploited flaw",
    { flaws: [flawOf({ epss: 0.94 })] },
    "epss",
    "CVE-2026-20345 is exploited within 30 days with a probability of 94 % (EPSS)",
  ],
  ["words of an emergency", { title: "Zero-day in EdgeGate" }, "zero_day", 'the title says "Zero-day"'],
  ["more owners", { owners: 4 }, "corroboration", "4 owners of sources report it independently"],
  [
    "a better source",
    { source: { name: "Northlab", tier: 1, weight: 1.2 } },
    "source",
    "Northlab is a source of tier 1, weight 1.2",
  ],
  [
    "something new",
    { news: { indicators: 7, techniques: 1, flaws: 0, names: 0 } },
    "novelty",
    "not reported before: 7 indicators, 1 technique",
  ],
  ["a good text", { quality: 80 }, "quality", "quality of the text 80 of 100"],
  ["a huntable text", { hunt: 70 }, "hunt", "hunt score 70 of 100"],
] as const)("%s raises the rank and says why", (_, changes, name, reason) => {
  const result = rank(changes as Partial<RankInput>);
  expect(result.total).toBeGreaterThan(rank().total);
  expect(result.parts).toMatchObject([{ name, reason }]);
});

test("a listed flaw is not counted again as exploited", () => {
  const flaws = [flawOf({ isKev: true, isExploited: true })];
  expect(rank({ flaws }).parts.map(({ name }) => name)).toEqual(["kev"]);
});

test("what is watched matters: terms as whole words, entities by any name, more in the title", () => {
  const entities = [
    { type: "product" as const, value: "Exchange Server", names: ["MS Exchange"], inTitle: false },
  ];
  const result = rank({ entities }, [
    watchOf("product", "ms-exchange"),
    watchOf("term", "new LOADER"),
    watchOf("term", "load"),
    watchOf("actor", "Exchange Server"),
  ]);
  expect(result.parts).toMatchObject([
    {
      name: "relevance",
      reason:
        "why this matters to you: product ms-exchange (our stack), term new LOADER in the title (our stack)",
    },
  ]);
  const inText = rank({}, [watchOf("term", "exchange server")]);
  const inTitle = rank({}, [watchOf("term", "loader")]);
  expect(inText.total).toBeGreaterThan(rank().total);
  expect(inTitle.total).toBeGreaterThan(inText.total);
});

test("age halves the product by the half-life of the kind, and the future is no younger than now", () => {
  const at = new Date(now.getTime() - 48 * 3_600_000);
  expect(rank({ at }).product).toBe(0.5);
  expect(rank({ at, kind: "advisory" }).total).toBeGreaterThan(rank({ at }).total);
  expect(rank({ at: new Date(now.getTime() + 1e9) })).toEqual(rank());
  expect(rank({ at: new Date(0) }).total).toBe(0);
});

test("the parts work out the total, whatever the subject", () => {
  let state = 7;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 4_294_967_296;
  };
  for (let run = 0; run < 2_000; run += 1) {
    const { total, parts, middle } = rank({
      kind: (["advisory", "campaign", "news", "roundup"] as const)[Math.floor(random() * 4)] ?? "news",
      at: new Date(now.getTime() - random() * 1e10),
      flaws: random() < 0.5 ? [flawOf({ isKev: random() < 0.5, cvss: random() * 10, epss: random() })] : [],
      owners: Math.floor(random() * 40),
      source: { name: "x", tier: 1 + Math.floor(random() * 3), weight: random() * 5 },
      news: { indicators: Math.floor(random() * 50), techniques: 2, flaws: 1, names: 0 },
      quality: random() * 100,
      hunt: random() * 100,
    });
    const product = parts.reduce((all, { value }) => all * value, 1);
    expect(total).toBeCloseTo(Math.round((1_000 * product) / (product + middle)) / 10, 6);
    expect(total).toBeGreaterThanOrEqual(0);
    expect(total).toBeLessThanOrEqual(100);
  }
});

test("an explanation shows the formula and every factor, the strongest first", () => {
  const at = new Date(now.getTime() - 24 * 3_600_000);
  expect(explainRank(rank({ at, flaws: [flawOf({ isKev: true })], owners: 2 }))).toEqual([
    "38.9 = 100 × P / (P + 2.5), where P = 1.59 is the product of:",
    "  × 1.80  kev             +12.8  CVE-2026-20345 is known to be exploited",
    "  × 0.71  age              −8.5  24 hours old; news halves every 48 hours",
    "  × 1.25  corroboration    +5.2  2 owners of sources report it independently",
  ]);
});

test.each([
  ["roundup", { entities: [], hunt: 90, isRoundUp: true }],
  [
    "advisory",
    {
      entities: [
        { type: "cve", inTitle: true },
        { type: "malware", inTitle: true },
      ],
      hunt: 50,
      isRoundUp: false,
    },
  ],
  ["advisory", { entities: [{ type: "cve", inTitle: false }], hunt: 5, isRoundUp: false }],
  ["campaign", { entities: [{ type: "malware", inTitle: true }], hunt: 20, isRoundUp: false }],
  [
    "campaign",
    {
      entities: [
        { type: "technique", inTitle: false },
        { type: "technique", inTitle: false },
      ],
      hunt: null,
      isRoundUp: false,
    },
  ],
  ["news", { entities: [{ type: "actor", inTitle: true }], hunt: 3, isRoundUp: false }],
] as const)("%s is told by what a subject names", (kind, { entities, ...rest }) => {
  expect(kindOf({ ...rest, entities: [...entities] })).toBe(kind);
});
