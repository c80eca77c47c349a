import { processorClock } from "@cti/testing/processor-clock";
import { expect, test } from "vitest";

import { isNoPlace } from "./judge-country.ts";
import { letterCaseOf } from "./letter-case.ts";

/** The name of the country stands between brackets. */
function isNone(written: string): boolean {
  const start = written.indexOf("[");
  const end = written.indexOf("]") - 1;
  const text = written.replace(/[[\]]/g, "");
  return isNoPlace(text, { form: letterCaseOf(text.slice(start, end)), start, end });
}

test.each([
  "The code has comments in [English] and a sleep.",
  "A note in [French], German and Spanish.",
  "A note in French, [German] and Spanish.",
  "It is written in [Russian].",
  "[Russian]-speaking criminals",
  "a [Chinese]-language forum",
  "the [French] version of the page",
  "simplified [Chinese] characters",
  "a native speaker of [English]: good",
  "They speak [Polish] well",
])("a language is no country: %s", (text) => expect(isNone(text)).toBe(true));

test.each([
  "[Russian] hackers",
  "[Chinese] state-sponsored groups",
  "in [Russian] territory",
  "in [French] and German hospitals",
  "in French and [German] hospitals",
  "attacks in [Germany], France",
  "three [French] companies",
])("a country is one: %s", (text) => expect(isNone(text)).toBe(false));

test.each([
  "3,000 [US] dollars",
  "3 million [Russian] rubles",
  "20 [Swiss] francs",
  "the [Indian] Ocean",
  "New [Mexico] is a state",
])("money, seas and new worlds are no countries: %s", (text) => expect(isNone(text)).toBe(true));

test("hostile texts take little time", () => {
  for (const part of ["in Russian, ", "Russian and ", "in English and French or "]) {
    const text = part.repeat(20_000);
    const spent = processorClock();
    for (let at = text.indexOf("ussian"); at !== -1 && at < 100_000; at = text.indexOf("ussian", at + 1))
      isNoPlace(text, { form: letterCaseOf("Russian"), start: at - 1, end: at + 6 });
    expect(spent()).toBeLessThan(3000);
  }
});
