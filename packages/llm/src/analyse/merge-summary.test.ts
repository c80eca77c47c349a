import type { OllamaDouble } from "@cti/testing/ollama-double";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Models } from "../models/open-models.ts";
import { bericht, report } from "./test/articles.ts";
import { analyseNow, messageOf, openDouble, requestFor } from "./test/ask-the-double.ts";

let double: OllamaDouble;
let models: Models;

beforeEach(async () => {
  ({ double, models } = await openDouble());
});

afterEach(async () => {
  await models.close();
  await double.close();
});

const sent = "the group Copper Wren sent e-mails with fake invoices to 14 freight brokers";
const contact = "The loader contacts 203.0.113[.]45 on port 8443.";
const second = {
  ...report,
  articleId: 21,
  text: "The group Copper Wren works from 09:00 to 17:00. Victims got fake invoices by e-mail, and the loader hides in a scheduled task.",
};
const hours = "The group Copper Wren works from 09:00 to 17:00.";
const story = [report, second];

const sentences = (...list: [text: string, quote: string][]) =>
  JSON.stringify({ sentences: list.map(([text, quote]) => ({ quotes: [quote], text })) });

/** Answers the two parts with what they say, and the request to merge with `merged`. */
function answerWith(merged: string): void {
  double.onChat((body) => {
    const user = messageOf(body, "user");
    if (user.includes("numbered sentences")) return merged;
    if (user.includes("09:00")) return sentences(["Copper Wren works from 09:00 to 17:00.", hours]);
    return sentences(
      ["Copper Wren sent fake invoices to 14 freight brokers.", sent],
      ["The loader contacts 203.0.113.45 on port 8443.", contact],
      ["The group Golden Finch did it.", "Golden Finch is behind all of this"],
    );
  });
}

const merge = (...list: [text: string, ...from: number[]][]) =>
  JSON.stringify({ sentences: list.map(([text, ...from]) => ({ from, text })) });

test("supported sentences are numbered and put together, with the evidence of all that a sentence rests on", async () => {
  answerWith(
    merge(
      ["Copper Wren sent fake invoices to 14 freight brokers and works from 09:00 to 17:00.", 1, 3],
      ["The loader contacts 203.0.113.45 on port 8443.", 2],
    ),
  );
  const { output } = await analyseNow(models, requestFor("summary", story));
  const asked = messageOf(double.sent("/api/chat").at(-1)?.body ?? {}, "user");
  expect(asked).toContain("[1] Copper Wren sent");
  expect(asked).toContain("[3] Copper Wren works");
  expect(asked).not.toContain("Golden Finch");
  const supported = output.claims.filter(({ status }) => status === "supported");
  expect(supported.map(({ text }) => text)).toEqual([
    "Copper Wren sent fake invoices to 14 freight brokers and works from 09:00 to 17:00.",
    "The loader contacts 203.0.113.45 on port 8443.",
  ]);
  expect(supported[0]?.evidence.map(({ spans }) => spans[0]?.articleId)).toEqual([11, 21]);
  expect(output.claims.at(-1)).toMatchObject({
    status: "unsupported",
    text: "The group Golden Finch did it.",
  });
});

test("a merged sentence that strays is unsupported, and its source stands for it", async () => {
  answerWith(merge(["Copper Wren sent fake invoices to 99 banks.", 1], ["Lazarus is behind it all.", 77]));
  const { output } = await analyseNow(models, requestFor("summary", story));
  const by = (status: string) =>
    output.claims.filter((claim) => claim.status === status).map(({ text }) => text);
  expect(by("supported")).toEqual(["Copper Wren sent fake invoices to 14 freight brokers."]);
  expect(by("unsupported")).toEqual([
    "Copper Wren sent fake invoices to 99 banks.",
    "Lazarus is behind it all.",
    "The group Golden Finch did it.",
  ]);
});

test("where merging fails the sentences of the parts are the summary", async () => {
  answerWith("no JSON");
  const { output } = await analyseNow(models, requestFor("summary", story));
  const supported = output.claims.filter(({ status }) => status === "supported").map(({ text }) => text);
  expect(supported).toHaveLength(3);
  expect(supported.slice(0, 2)).toEqual([
    "Copper Wren sent fake invoices to 14 freight brokers.",
    "Copper Wren works from 09:00 to 17:00.",
  ]);
});

test("nothing is merged when only one part has something to say", async () => {
  double.onChat((body) =>
    messageOf(body, "user").includes("09:00")
      ? sentences(["Copper Wren works from 09:00 to 17:00.", hours])
      : sentences(),
  );
  const { output } = await analyseNow(models, requestFor("summary", [...story, { ...bericht, text: "" }]));
  expect(double.sent("/api/chat")).toHaveLength(3);
  expect(output.claims).toHaveLength(1);
});
