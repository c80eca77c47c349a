import { expect, test } from "vitest";

import { matrixCsv, matrixSvg, navigatorLayer } from "./exports.ts";
import { toColumns } from "./matrix.ts";
import type { Attack } from "./queries.ts";
import { readView } from "./view.ts";

const counts = { articles: 0, stories: 0, articles_all: 3, stories_all: 2 };
const attack: Attack = {
  as_of: "2026-11-21T12:00:00.000Z",
  platforms: [],
  tactics: [
    { id: "TA0001", name: "Initial Access", domain: "enterprise", techniques: ["T1", "T2"] },
    { id: "TA0002", name: "Execution", domain: "enterprise", techniques: ["T1"] },
  ],
  techniques: [
    { id: "T1", name: 'A <b> & "c"', entity_id: null, parent: null, tactics: [], platforms: [], ...counts },
    {
      id: "T1.001",
      name: "=HYPERLINK(1)",
      entity_id: 4,
      parent: "T1",
      tactics: [],
      platforms: [],
      ...counts,
      articles: 3,
    },
    {
      id: "T2",
      name: "Never seen",
      entity_id: null,
      parent: null,
      tactics: [],
      platforms: [],
      articles: 0,
      stories: 0,
      articles_all: 0,
      stories_all: 0,
    },
  ],
};
const view = readView({ days: "30" });
const columns = toColumns(attack, view);

test("the layer names each technique that was seen once, the one above it with its parts", () => {
  const layer = JSON.parse(navigatorLayer(attack, columns, view, "APT29")) as Record<string, unknown>;
  expect(layer).toMatchObject({
    versions: { layer: "4.5" },
    domain: "enterprise-attack",
    description: "Articles that name each technique, last 30 days, with APT29, as of 2026-11-21T12:00Z",
    techniques: [
      {
        techniqueID: "T1",
        score: 3,
        metadata: [
          { name: "articles", value: "0" },
          { name: "stories", value: "0" },
        ],
      },
      { techniqueID: "T1.001", score: 3 },
    ],
  });
});

test("no cell of the CSV runs in a spreadsheet", () => {
  expect(matrixCsv(columns).split("\r\n").slice(1, 3)).toEqual([
    'Initial Access,T1,"A <b> & ""c""",,0,0,3,2',
    "Initial Access,T1.001,'=HYPERLINK(1),T1,3,0,3,2",
  ]);
});

test("nothing in the picture is markup but its own", () => {
  const svg = matrixSvg(columns, "x </text><script>", {
    back: "#000",
    text: "#fff",
    muted: "#aaa",
    heat: ["#0", "#1"],
  });
  expect(svg).not.toContain("<script");
  expect(svg).toContain("A &#60;b&#62; &#38; &#34;c&#34;");
});
