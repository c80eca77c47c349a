import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const themes = ["dark", "light"] as const;
export type Theme = (typeof themes)[number];

type Result = {
  violations: {
    id: string;
    impact: string;
    nodes: { html: string; failureSummary: string }[];
  }[];
};

/** What is wrong with the page as it stands, in lines for people; also when it is not in this theme at all. */
export async function findFaults(page: Page, name: string, theme: Theme): Promise<string[]> {
  const ground = await page.evaluate<string>("getComputedStyle(document.documentElement).backgroundColor");
  if (themeOf(ground) !== theme) return [`${name}: the ground is ${ground}, which is not ${theme}`];
  // Through the debugger, so that the policy of the page stays as it is.
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(source);
  const { violations } = await page.evaluate<Result>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ["violations"] })`,
  );
  return violations.map(({ id, impact, nodes }) => {
    const why = nodes[0]?.failureSummary.replaceAll(/\s+/g, " ").slice(0, 260) ?? "";
    const elements = nodes.slice(0, 3).map(({ html }) => `\n    ${html.slice(0, 220)}`);
    return `${name}, ${theme}: ${id} (${impact}) ${nodes.length} × ${why}${elements.join("")}`;
  });
}

function themeOf(colour: string): Theme {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return red + green + blue > 384 ? "light" : "dark";
}
