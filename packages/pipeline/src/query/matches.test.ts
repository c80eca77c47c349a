import { expect, test } from "vitest";

import { foldWords } from "./fold.ts";
import { matches, type QueryArticle } from "./matches.ts";
import { parseQuery } from "./parse-query.ts";

const now = new Date("2026-11-21T12:30:00Z");

function articleOf(text: string, changes: Partial<QueryArticle> = {}): QueryArticle {
  const words = foldWords(text);
  const joined = ` ${words.join(" ")} `;
  return {
    hasWord: (word) => words.includes(word),
    hasPhrase: (phrase) => joined.includes(` ${phrase.join(" ")} `),
    hasPrefix: (prefix) => words.some((word) => word.startsWith(prefix)),
    entities: [
      {
        type: "actor",
        value: "APT29",
        names: ["Midnight Blizzard", "Cozy Bear"],
        role: null,
        status: "named",
      },
      { type: "technique", value: "T1059.001", names: ["PowerShell"], role: null, status: "proposed" },
      { type: "domain", value: "evil.example", names: [], role: "c2", status: "indicator" },
      { type: "ipv4", value: "8.8.8.8", names: [], role: "reference", status: "benign" },
    ],
    source: { slug: "northlab", name: "North Lab", tier: 1, tags: ["ics"] },
    tags: ["Cloud"],
    assignee: "Ada",
    language: "en",
    at: new Date("2026-11-20T10:00:00Z"),
    words: words.length,
    storyId: 42,
    score: 71.5,
    hunt: null,
    quality: 60,
    state: "new",
    isTwin: false,
    isRejected: false,
    isStarred: true,
    hasCode: true,
    ...changes,
  };
}

function finds(input: string, article = articleOf("Ransomware crew used a new loader")): boolean {
  const result = parseQuery(input, { now });
  if (!result.ok) throw new Error(result.error.message);
  return matches(result.query, article);
}

test.each([
  "",
  "ransomware loader",
  '"new loader"',
  "rans*",
  "phishing OR loader",
  "-phishing",
  "crew (phishing | loader)",
  "actor:apt29",
  "actor:midnightblizzard",
  'actor:"cozy-bear"',
  "actor:Midnight*",
  "ttp:T1059",
  "ttp:powershell",
  "T1059.001",
  "T1059",
  "ioc:evil[.]example",
  "hxxp://nowhere[.]example OR evil[.]example",
  "ioc:8.8.8.8",
  "source:northlab",
  'source:"north lab"',
  "tag:ics tag:cloud",
  "tier:1,2 tier<=2",
  "story:42",
  "score>=71.5 score<72",
  "-hunt>=10",
  "since:2026-11-20T10:00:00Z",
  "before:today",
  "is:new is:starred state:new,read",
  "has:ioc has:domain has:ttp has:code has:story",
  "role:c2",
])("%s finds the article", (input) => {
  expect(finds(input)).toBe(true);
});

test.each([
  "phishing",
  '"loader new"',
  "phish*",
  "loader -crew",
  "actor:APT2",
  "ttp:T1059.002",
  "ttp:T105",
  "ioc:evil.exampl",
  "evil[.]examples",
  "source:north",
  "tier>1",
  "hunt>=0",
  "hunt<100",
  "before:2026-11-20T10:00:00Z",
  "since:today",
  "is:twin",
  "has:ipv4",
  "has:cve",
  "role:reference",
])("%s does not find it", (input) => {
  expect(finds(input)).toBe(false);
});

test("a pasted indicator is found in the text too", () => {
  expect(finds("see ASP.net", articleOf("See ASP.NET for more", { entities: [] }))).toBe(true);
});
