import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { journey, press } from "./open-test.ts";

const words = "Attackers chain three flaws of an edge device to read the mail of whole companies ";
const titles = { "many words": words.repeat(5).trim(), "one word": "Loader".repeat(60) };

/** What the server says, with this title on everything. */
async function retitle(page: Page, title: string): Promise<void> {
  const write = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    const text = (await response.text()).replaceAll(/"title":"(?:[^"\\]|\\.)*"/g, `"title":"${title}"`);
    await route.fulfill({ response, body: text });
  };
  await page.route(/\/api\/v1\/(stories|articles)(\/\d+)?(\?|$)/, write);
}

const heightOf = async (page: Page, selector: string): Promise<number> =>
  (await page.locator(selector).first().boundingBox())?.height ?? Number.NaN;

for (const [kind, title] of Object.entries(titles))
  test.skipIf(chromiumPath === null)(
    `a title of ${kind} leaves room on a telephone: two lines in lists, four in heads, and all of it on request`,
    journey({}, async ({ page, me: { api } }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await retitle(page, title);
      for (const [address, list] of [
        ["/?state=all", "Stories"],
        ["/articles", "Articles"],
      ] as const) {
        await page.goto(address);
        const rows = `[role="grid"][aria-label="${list}"] [role="row"]`;
        await page.locator(rows).nth(3).waitFor();
        expect(await heightOf(page, rows)).toBeLessThan(90);
      }
      const { items: articles } = await api.listArticles({ query: { limit: 1 } });
      const { items: stories } = await api.listStories({ query: { limit: 1 } });
      for (const address of [`/articles/${articles[0]?.id}`, `/stories/${stories[0]?.id}`]) {
        await page.goto(address);
        const all = page.getByRole("button", { name: "Show the whole title" }).first();
        await all.waitFor();
        expect(await heightOf(page, "h1")).toBeLessThan(120);
        expect(await page.locator("h1").textContent()).toBe(title);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
        await all.focus();
        await press(page, "Enter");
        await expect.poll(() => heightOf(page, "h1")).toBeGreaterThan(120);
        await page.getByRole("button", { name: "Show less of the title" }).first().waitFor();
      }
    }),
  );
