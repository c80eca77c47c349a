import { expect, test } from "vitest";

import { toRawClaims } from "./raw-claims.ts";

const quotes = ["a passage of the article"];

test("a behaviour with a technique is two claims, so that a wrong id does not cost the behaviour", () => {
  const answer = {
    behaviours: [{ quotes, text: "A task runs the DLL.", technique: "T1053.005" }],
    observables: [],
    hypotheses: [],
    data_sources: [],
    queries: [],
  };
  expect(toRawClaims("hunt", answer)).toEqual([
    { section: "behaviour", text: "A task runs the DLL.", quotes, subject: null },
    {
      section: "technique",
      text: "A task runs the DLL.",
      quotes,
      subject: { type: "technique", value: "T1053.005" },
    },
  ]);
});

test("observables get our types, and what has none must stand in the article letter by letter", () => {
  const observables = [
    { quotes, type: "ip" as const, value: "203.0.113.7" },
    { quotes, type: "ip" as const, value: "2001:db8::1" },
    { quotes, type: "hash" as const, value: "9f86d081884c7d659a2feaa0c55ad015" },
    { quotes, type: "file" as const, value: "lantern.dll" },
    { quotes, type: "file" as const, value: "C:\\x\\lantern.dll" },
    { quotes, type: "command" as const, value: "schtasks /create /tn OneSync" },
  ];
  const claims = toRawClaims("hunt", {
    behaviours: [],
    observables,
    hypotheses: [],
    data_sources: [],
    queries: [],
  });
  expect(claims.map(({ subject }) => subject?.type ?? null)).toEqual([
    "ipv4",
    "ipv6",
    "md5",
    "file_name",
    "file_path",
    null,
  ]);
  expect(claims.at(-1)?.quotes).toEqual([...quotes, "schtasks /create /tn OneSync"]);
});

test("a technique's id is its subject and not in its text", () => {
  const whys = ["PowerShell (T1059.001) starts the script.", "T1059.001: a script runs.", "T1059.001"];
  const answer = {
    detectable: [],
    techniques: whys.map((why) => ({ quotes, id: "T1059.001 - PowerShell", why })),
    log_sources: [],
    false_positives: [],
    huntability: { reasons: [], score: 5 },
  };
  const claims = toRawClaims("detection", answer);
  expect(claims.map(({ text }) => text)).toEqual([
    "PowerShell starts the script.",
    "a script runs.",
    "T1059.001",
  ]);
  expect(new Set(claims.map(({ subject }) => subject?.value))).toEqual(new Set(["T1059.001"]));
});

test("the translation of a title rests on the title", () => {
  const answer = { language: "de", title: "Attack on firms", sentences: [{ quotes, text: "In March." }] };
  expect(toRawClaims("translation", answer, "Angriff auf Firmen")).toEqual([
    { section: "title", text: "Attack on firms", quotes: ["Angriff auf Firmen"], subject: null },
    { section: "summary", text: "In March.", quotes, subject: null },
  ]);
});

test("entities are their own subject", () => {
  const entities = [
    { quotes, type: "actor" as const, name: "Amber Newt" },
    { quotes, type: "technique" as const, name: "T1059.001" },
  ];
  expect(toRawClaims("entities", { entities })).toEqual([
    { section: "entity", text: "Amber Newt", quotes, subject: { type: "actor", value: "Amber Newt" } },
    { section: "entity", text: "T1059.001", quotes, subject: { type: "technique", value: "T1059.001" } },
  ]);
});
