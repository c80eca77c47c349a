import { expect, test } from "vitest";

import { scorePart } from "./part-worth.ts";

const company =
  "Our company was founded in 1998 and has offices in twelve countries. Contact our sales team for a demo and download the brochure.";
const attack =
  "The loader runs powershell.exe -NoProfile -EncodedCommand and creates a scheduled task with schtasks /create. It connects to 203.0.113[.]7 and evil-cdn[.]example. The SHA-256 is 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 (T1053.005).";
const story = "The group has attacked firms in three countries. A spokesman said that nobody was hurt.";

test("commands and indicators are worth more than a story, and that at least as much as an advertisement", () => {
  const [most, middle, least] = [attack, story, company].map((text) => scorePart(text, "en"));
  expect(most).toBeGreaterThan((middle ?? 0) + 10);
  expect(middle).toBeGreaterThanOrEqual(least ?? 0);
});

test("techniques by their ids count", () => {
  expect(scorePart("They used T1059.001 and T1105 in the intrusion.", "en")).toBeGreaterThan(
    scorePart("They used A1059.001 and A1105 in the intrusion.", "en"),
  );
});

test("an empty text is worth nothing", () => {
  expect(scorePart("", null)).toBe(0);
});
