import { starterKnowledge } from "@cti/pipeline/entities/knowledge";
import { expect, test } from "vitest";
import type { Claim, Document } from "../analysis.ts";
import { checkClaims } from "./check-claims.ts";
import { articles } from "./test/articles.ts";
import { fifthHeldOutArticles } from "./test/fifth-held-out-articles.ts";
import { fifthHeldOut } from "./test/fifth-held-out.ts";
import { fourthHeldOutArticles } from "./test/fourth-held-out-articles.ts";
import { fourthHeldOut } from "./test/fourth-held-out.ts";
import { heldOut, heldOutArticles } from "./test/held-out.ts";
import { secondHeldOut, secondHeldOutArticles } from "./test/held-out-second.ts";
import { knownLimits } from "./test/known-limits.ts";
import type { Labelled } from "./test/labelled.ts";
import { outputs } from "./test/outputs.ts";
import { thirdHeldOutArticles } from "./test/third-held-out-articles.ts";
import { thirdFurther, thirdHeldOut } from "./test/third-held-out.ts";

const knowledge = starterKnowledge();

const documents: Document[] = [
  ...articles,
  ...heldOutArticles,
  ...secondHeldOutArticles,
  ...thirdHeldOutArticles,
  ...fourthHeldOutArticles,
  ...fifthHeldOutArticles,
];
const labelled: Labelled[] = [
  ...outputs,
  ...heldOut,
  ...secondHeldOut,
  ...thirdHeldOut,
  ...thirdFurther,
  ...fourthHeldOut,
  ...fifthHeldOut,
];

const judgedRightly = labelled.filter(({ text }) => !knownLimits.includes(text));

test.each(judgedRightly.filter(({ label }) => label !== "true"))(
  "of article $article, this is $label and unsupported: $text",
  (each) => {
    const { status, evidence } = judged(each);
    expect(status, JSON.stringify(evidence)).toBe("unsupported");
  },
);

test.each(judgedRightly.filter(({ label }) => label === "true"))(
  "of article $article, this is true and supported: $text",
  (each) => {
    const { status, reason } = judged(each);
    expect([status, reason]).toEqual(["supported", null]);
  },
);

test("what the lock judges wrongly is known, claim by claim", () => {
  const misses = labelled.filter((each) => (each.label === "true") !== (judged(each).status === "supported"));
  expect(misses.map(({ text }) => text)).toEqual(knownLimits);
});

test("each sentence of an article bears itself out", () => {
  for (const article of documents)
    for (const sentence of article.text.split(/\n+|(?<=[.!?])\s+(?=\p{Lu})/u).filter(isProse)) {
      const claim = { section: "summary" as const, text: sentence, quotes: [sentence], subject: null };
      const [judgement] = checkClaims([claim], [article], { knowledge });
      expect([judgement?.status, judgement?.reason], sentence).toEqual(["supported", null]);
    }
});

test("what is true of one article is not so of the others", () => {
  for (const each of labelled.filter(({ label }) => label === "true")) {
    const others = documents.filter(({ articleId }) => articleId !== each.article);
    expect(checkClaims([each], others, { knowledge })[0]?.status, each.text).toBe("unsupported");
  }
});

/** A whole sentence that is neither taken back by itself nor speaks to a model nor goes on from a broken line. */
function isProse(text: string): boolean {
  return /^\p{L}[^|]{30,}[.!?]$/u.test(text) && !/no longer think|AI |^words and|Summariser bots/u.test(text);
}

function judged(claim: Labelled): Claim {
  const own = documents.filter(({ articleId }) => articleId === claim.article);
  const [judgement] = checkClaims([claim], own, { knowledge });
  if (judgement === undefined) throw new Error("One claim gives one judgement.");
  return judgement;
}
