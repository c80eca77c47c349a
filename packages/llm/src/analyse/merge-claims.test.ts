import { expect, test } from "vitest";

import type { Claim } from "../analysis.ts";
import { fairest, mergeClaims } from "./merge-claims.ts";

const claim = (given: Partial<Claim>): Claim => ({
  id: 1,
  section: "behaviour",
  text: "A scheduled task runs the DLL every hour.",
  subject: null,
  quotes: ["a quote"],
  evidence: [evidence(1, 10)],
  status: "supported",
  reason: null,
  ...given,
});

const evidence = (articleId: number, start: number) => ({
  quote: "a quote",
  spans: [{ articleId, field: "text" as const, start, end: start + 7 }],
});

test("the same in nearly the same words is said once, with all evidence", () => {
  const merged = mergeClaims([
    claim({}),
    claim({
      text: "A scheduled task runs the DLL each hour",
      quotes: ["other"],
      evidence: [evidence(1, 10), evidence(2, 5)],
    }),
  ]);
  expect(merged).toHaveLength(1);
  expect(merged[0]).toMatchObject({ id: 1, quotes: ["a quote", "other"] });
  expect(merged[0]?.evidence).toEqual([evidence(1, 10), evidence(2, 5)]);
});

test("sentences that differ in a number, a name or a denial stay apart", () => {
  const texts = [
    "The malware sends stolen data to port 8080 of the server.",
    "The malware sends stolen data to port 8081 of the server.",
    "The malware does not send stolen data to port 8080 of the server.",
    "The group Amber Newt sends stolen data to the server.",
    "The group Grey Newt sends stolen data to the server.",
  ];
  expect(mergeClaims(texts.map((text) => claim({ text })))).toHaveLength(texts.length);
});

test("claims of nothing but small words are the same only when they are written alike", () => {
  const merged = mergeClaims(["Two.", "Three.", "two."].map((text) => claim({ text })));
  expect(merged.map(({ text }) => text)).toEqual(["Two.", "Three."]);
});

test("what has a subject goes by it, whatever the words", () => {
  const subject = { type: "technique", value: "T1053.005", label: null };
  const merged = mergeClaims([
    claim({ section: "technique", subject, text: "A task runs." }),
    claim({ section: "technique", subject, text: "Persistence by way of tasks is set up at night." }),
    claim({ section: "technique", subject: { ...subject, value: "T1059" }, text: "A task runs." }),
  ]);
  expect(merged.map(({ subject }) => subject?.value)).toEqual(["T1053.005", "T1059"]);
});

test("what is supported once is supported, with the evidence of that claim only", () => {
  const bad = claim({ status: "unsupported", reason: "no quote", quotes: ["invented"], evidence: [] });
  const [only, ...rest] = mergeClaims([bad, claim({})]);
  expect(rest).toEqual([]);
  expect(only).toMatchObject({ status: "supported", quotes: ["a quote"], reason: null });
});

test("supported claims come first, each half in the order of the sections, numbered from 1", () => {
  const merged = mergeClaims([
    claim({ section: "query", text: "Search for tasks." }),
    claim({ section: "behaviour", text: "Invented.", status: "unsupported" }),
    claim({ section: "behaviour", text: "A task runs." }),
    claim({ section: "summary", text: "Also invented.", status: "unsupported" }),
  ]);
  expect(merged.map(({ id, section, status }) => [id, section, status])).toEqual([
    [1, "behaviour", "supported"],
    [2, "query", "supported"],
    [3, "summary", "unsupported"],
    [4, "behaviour", "unsupported"],
  ]);
});

test("of too many claims every section keeps its first ones, unsupported ones go first", () => {
  const many = Array.from({ length: 80 }, (_, at) => claim({ text: `Port ${at} is used.` }));
  const wrong = Array.from({ length: 20 }, (_, at) => claim({ text: `No ${at}.`, status: "unsupported" }));
  const few = Array.from({ length: 3 }, (_, at) =>
    claim({ section: "query", text: `Search for port ${at}.` }),
  );
  const merged = fairest(mergeClaims([...wrong, ...many, ...few]));
  expect(merged).toHaveLength(60);
  expect(merged.every(({ status }) => status === "supported")).toBe(true);
  expect(merged.filter(({ section }) => section === "query")).toHaveLength(3);
  expect(merged.map(({ id }) => id)).toEqual(merged.map((_, at) => at + 1));
});
