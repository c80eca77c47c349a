import { expect, test } from "vitest";

import { compareTexts } from "./containment.ts";
import { judgeTwin, type TwinText } from "./twin.ts";

const text = words(400, "fact");

test("the same words are an exact twin, whatever the layout", () => {
  expect(judge(text.toUpperCase().replaceAll(" ", "\n"), text)).toBe("exact");
});

test("a few changed words make a near twin", () => {
  expect(judge(text.replace("fact7 ", "detail ").replace("fact300 ", ""), text)).toBe("near");
});

test("a copy with an introduction and a footer is syndicated", () => {
  expect(judge(`${words(40, "intro")} ${text} ${words(90, "footer")}`, text)).toBe("syndicated");
  expect(judge(text, `${words(40, "intro")} ${text} ${words(90, "footer")}`)).toBe("syndicated");
});

test("the beginning of a text is an excerpt of it, in either direction", () => {
  const beginning = text.split(" ").slice(0, 90).join(" ");
  expect(judge(beginning, text)).toBe("excerpt");
  expect(judge(text, beginning)).toBe("excerpt");
});

test("a round-up that quotes a piece is no twin of it", () => {
  const piece = words(90, "piece");
  const roundup = `${words(250, "other")} ${piece} ${words(300, "more")}`;
  expect(judge(roundup, piece)).toBeNull();
  expect(judge(piece, roundup)).toBeNull();
  const titled = made({ title: "Week in review", text: `${piece} ${words(500, "more")}` });
  expect(judgeTwin(made({ text: piece }), titled).kind).toBeNull();
});

test("texts that share a footer only, or a template filled in for another flaw, are no twins", () => {
  const footer = words(150, "footer");
  expect(judge(`${words(90, "own")} ${footer}`, `${words(85, "theirs")} ${footer}`)).toBeNull();
  expect(judge(`${text} CVE-2026-1111`, `${text} CVE-2026-2222`)).toBeNull();
});

test("short texts must agree in more", () => {
  const short = words(30, "short");
  expect(judge(`${short} and a half`, short)).toBe("near");
  expect(judge(`${words(12, "other")} ${words(20, "short")}`, short)).toBeNull();
  expect(judge("Read more", "Read more")).toBeNull();
  expect(judge("", "")).toBeNull();
});

test("who was first is told with the reason", () => {
  const at = (iso: string): Date => new Date(iso);
  const primary = made({
    text,
    publishedAt: at("2026-05-01T12:00:00Z"),
    collectedAt: at("2026-05-01T12:30:00Z"),
  });
  const later = made({
    text,
    publishedAt: at("2026-05-01T14:10:00Z"),
    collectedAt: at("2026-05-01T14:30:00Z"),
  });
  expect(judgeTwin(later, primary).direction).toEqual({
    first: "primary",
    because: "published 2 hours earlier",
  });
  expect(judgeTwin(primary, later).direction).toEqual({
    first: "candidate",
    because: "published 2 hours earlier",
  });
  const dayOnly = { ...later, publishedAt: at("2026-05-01T00:00:00Z") };
  expect(judgeTwin(dayOnly, primary).direction).toEqual({
    first: "primary",
    because: "collected 2 hours earlier",
  });
  const undated = { ...primary, publishedAt: null };
  expect(judgeTwin(undated, undated).direction.first).toBe("primary");
});

test("comparison is exact and symmetrical", () => {
  const one = compareTexts("a b c d e f", "a b c d x y");
  expect(one).toEqual({
    similarity: 2 / 6,
    containmentAinB: 0.5,
    containmentBinA: 0.5,
    wordsA: 6,
    wordsB: 6,
    sharedShingles: 2,
  });
  expect(compareTexts("", "a b c").similarity).toBe(0);
});

function judge(candidate: string, primary: string): string | null {
  return judgeTwin(made({ text: candidate }), made({ text: primary })).kind;
}

function made(given: Partial<TwinText>): TwinText {
  return { title: "A title", text: "", publishedAt: null, collectedAt: new Date(0), ...given };
}

function words(count: number, stem: string): string {
  return Array.from({ length: count }, (_, at) => `${stem}${at}`).join(" ");
}
