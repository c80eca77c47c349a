import { expect, test } from "vitest";

import { createPreparing } from "./prepare-often.ts";

const record = (): { sent: boolean[]; send: (text: string, parameters?: unknown[]) => unknown } => {
  const sent: boolean[] = [];
  const send = createPreparing()((_, __, options) => sent.push(options?.["prepare"] === true));
  return { sent, send };
};

test("a statement is prepared from the third time on", () => {
  const { sent, send } = record();
  for (let at = 0; at < 5; at++) send("select $1", [at]);
  expect(sent).toEqual([false, false, true, true, true]);
});

test("searches and statements without parameters are not", () => {
  const { sent, send } = record();
  for (let at = 0; at < 5; at++) {
    send("select 1");
    send("select search @@ plainto_tsquery($1)", ["word"]);
  }
  expect(sent).not.toContain(true);
});

test("passages of articles that are found already are, whatever words they show", () => {
  const { sent, send } = record();
  for (let at = 0; at < 5; at++) send("select ts_headline($1, phraseto_tsquery($2))", ["text", "word"]);
  expect(sent).toEqual([false, false, true, true, true]);
});

test("texts that never end do not fill the server", () => {
  const { sent, send } = record();
  for (let at = 0; at < 3_000; at++)
    for (let again = 0; again < 3; again++) send(`select $1, ${at}`, [again]);
  expect(sent.filter(Boolean)).toHaveLength(300);
});
