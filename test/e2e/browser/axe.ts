import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Page } from "playwright-core";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export type Fault = { rule: string; impact: string; elements: string[]; why: string };

type Result = {
  violations: {
    id: string;
    impact: string;
    help: string;
    nodes: { html: string; failureSummary: string }[];
  }[];
};

/** What axe finds wrong with the page as it stands. */
export async function findFaults(page: Page): Promise<Fault[]> {
  // Through the debugger, so that the policy of the page stays as it is.
  if (!(await page.evaluate<boolean>("typeof axe === 'object'"))) await page.evaluate(source);
  const { violations } = await page.evaluate<Result>(
    `axe.run(document, { runOnly: ${JSON.stringify(tags)}, resultTypes: ["violations"] })`,
  );
  return violations.map(({ id, impact, nodes }) => ({
    rule: id,
    impact,
    elements: nodes.slice(0, 3).map(({ html }) => html.slice(0, 220)),
    why: `${nodes.length} × ${nodes[0]?.failureSummary.replaceAll(/\s+/g, " ").slice(0, 220) ?? ""}`,
  }));
}
