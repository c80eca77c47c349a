import { expect, test } from "vitest";

import { placeClaim } from "./place-claim.ts";

const text =
  "Mail servers fell in May. The group Amber-Vole sent invoices, and Amber Vole left. Nobody saw LanternRAT (a RAT) coming.";
const quoted = (
  quote: string,
  start = 0,
): { quote: string; spans: { field: "text"; start: number; end: number }[] } => ({
  quote,
  spans: [{ field: "text", start, end: start + quote.length }],
});
const place = (quotes: Parameters<typeof placeClaim>[1], names: string[], of = text): unknown => {
  const placed = placeClaim({ id: 1, title: "Amber Vole again", text: of }, quotes, names);
  return placed && { ...placed, places: placed.places.map((each) => of.slice(each.start, each.end)) };
};

test("the place is that of the name within the quote, however its parts are joined", () => {
  const quotes = [quoted("The group Amber-Vole sent invoices, and Amber Vole left")];
  expect(place(quotes, ["ambervole"])).toMatchObject({
    places: ["Amber-Vole", "Amber Vole"],
    matched: "Amber-Vole",
    isNamed: true,
    quotes: [{ spans: [{ start: 26, end: 81 }] }],
  });
});

test("what the quote does not name is looked for in its sentence, else the quote is the place", () => {
  expect(place([quoted("sent invoices")], ["Amber Vole"])).toMatchObject({
    places: ["Amber-Vole", "Amber Vole"],
    isNamed: true,
  });
  expect(place([quoted("Mail servers fell")], ["T1190"])).toMatchObject({
    places: ["Mail servers fell"],
    matched: "Mail servers fell",
    isNamed: false,
  });
});

test("a quote that moved is found again, the nearest of several; one that is gone leaves nothing", () => {
  const moved = `Update. ${text}`;
  expect(place([quoted("Nobody saw LanternRAT", 83)], ["LanternRAT"], moved)).toMatchObject({
    places: ["LanternRAT"],
    quotes: [{ spans: [{ start: 91 }] }],
  });
  const twice = "LanternRAT came first. And then LanternRAT came again.";
  expect(
    placeClaim({ id: 1, title: "", text: twice }, [quoted("LanternRAT came", 30)], ["LanternRAT"]),
  ).toMatchObject({ places: [{ start: 32 }] });
  expect(
    placeClaim({ id: 1, title: "", text: "Withdrawn." }, [quoted("LanternRAT came", 30)], ["LanternRAT"]),
  ).toBeNull();
  expect(place([quoted("The group Amber-Vole sent invoices"), quoted("and it sang")], ["x"])).toBeNull();
  expect(place([], ["x"])).toBeNull();
});

test("hostile names and texts are harmless", () => {
  for (const odd of ["", "\0", "\ud800", "(a+)+$", "[", "a".repeat(5_000), "🙂🙂🙂"])
    expect(() =>
      placeClaim({ id: 1, title: odd, text: `${odd} ${odd}` }, [quoted(odd)], [odd]),
    ).not.toThrow();
});
