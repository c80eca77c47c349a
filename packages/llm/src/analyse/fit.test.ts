import { expect, test } from "vitest";

import { analysisKinds } from "../analysis.ts";
import { toRawClaims } from "./raw-claims.ts";
import { answerForms } from "./schemas.ts";

test("whatever a model writes is read or refused, never thrown at, and its claims are bounded", () => {
  const random = sequence(7);
  for (let round = 0; round < 4000; round += 1) {
    const kind = analysisKinds[round % analysisKinds.length] ?? "summary";
    const result = answerForms[kind].schema.safeParse(anything(random, 0));
    const claims = result.success ? toRawClaims(kind, result.data, "T") : [];
    expect(claims.length).toBeLessThanOrEqual(33);
    for (const { text, quotes } of claims) {
      expect(text.length).toBeLessThanOrEqual(1000);
      expect(quotes.length).toBeLessThanOrEqual(4);
    }
  }
});

const fields =
  "sentences quotes quote text from behaviours observables hypotheses technique techniques id why type value name entities huntability score reasons language title __proto__ constructor toString".split(
    " ",
  );
const texts = [
  "",
  "N/A",
  "T1059.001",
  "203.0.113.7",
  "domain",
  "actor",
  "7/10",
  "\ud800",
  "x".repeat(3000),
  "a b c",
];

/** A value as JSON has them, mostly of the fields that the schemas know. */
function anything(random: (below: number) => number, depth: number): unknown {
  const choice = random(depth > 5 ? 4 : 9);
  if (choice === 0) return [null, true, 0, -3, 7.5, 1e300][random(6)];
  if (choice < 4) return texts[random(texts.length)];
  if (choice < 6) return Array.from({ length: random(5) }, () => anything(random, depth + 1));
  const entries = Array.from({ length: random(6) }, () => [
    fields[random(fields.length)],
    anything(random, depth + 1),
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as unknown;
}

/** Numbers below a limit, the same in every run. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
