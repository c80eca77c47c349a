import { expect, test } from "vitest";

import { chooseTitle, type TitleCandidate } from "./title.ts";

test("a trusted source lends the title before others", () => {
  const chosen = chooseTitle([
    candidate({ id: 1, title: "Akira gang exploits EdgeGate VPN flaw", tier: 3 }),
    candidate({ id: 2, title: "EdgeGate VPN flaw exploited by Akira affiliates", tier: 1 }),
  ]);
  expect(chosen?.id).toBe(2);
});

test("among equals the title with the words of the others wins", () => {
  const chosen = chooseTitle([
    candidate({ id: 1, title: "You will not believe what happened on Tuesday" }),
    candidate({ id: 2, title: "EdgeGate VPN flaw exploited by Akira" }),
    candidate({ id: 3, title: "Akira ransomware gang rides EdgeGate flaw" }),
  ]);
  expect(chosen?.id).not.toBe(1);
});

test("questions, shouting, round-ups and twins stand back", () => {
  for (const title of [
    "Is your EdgeGate VPN safe from Akira?",
    "AKIRA ATTACKS EDGEGATE VPN",
    "Week in review: EdgeGate",
  ])
    expect(
      chooseTitle([
        candidate({ id: 1, title }),
        candidate({ id: 2, title: "Akira attacks EdgeGate VPN devices" }),
      ])?.id,
    ).toBe(2);
  const title = "Akira attacks EdgeGate VPN devices";
  expect(chooseTitle([candidate({ id: 1, title, isTwin: true }), candidate({ id: 2, title })])?.id).toBe(2);
});

test("a story without articles has no title", () => {
  expect(chooseTitle([])).toBeNull();
});

function candidate(given: Partial<TitleCandidate>): TitleCandidate {
  return { id: 0, title: "", tier: 2, weight: 1, words: 500, at: 0, isTwin: false, language: "en", ...given };
}
