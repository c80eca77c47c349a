import { fixtureWeb } from "@cti/testing/fixture-web";
import type { Locator, Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { breakablePostgres } from "../backends.ts";
import { chromiumPath } from "./chromium.ts";
import { makeNews } from "./make-news.ts";
import { inBrowser } from "./open-test.ts";
import { everyPage, settled } from "./pages.ts";
import { openAs, type Person, setUp } from "./people.ts";
import { buildClient, startServer } from "./stack.ts";
import { weakLine, type WeakLine } from "./weak-line.ts";

/** They need nothing of the server. */
const ownPages = /^(out|not-found|account.*|indicators-look-up|sources-add)$/;

test.skipIf(chromiumPath === null)(
  "J10: with a wrong clock, no worker, a full disk, a database that is slow, restarted or away, every page stands and the cause is named",
  async ({ task }) => {
    buildClient();
    const { ada, line, crash } = await startFragile();
    const pages = Object.entries(await everyPage(ada));
    const trouble = {
      name: task.name,
      expected:
        /status of 5\d\d|ERR_INTERNET_DISCONNECTED|ERR_INCOMPLETE_CHUNKED|Not available now|could not be loaded/,
    };
    await inBrowser(trouble, async (open) => {
      const enter = async (): Promise<Page> => {
        const tab = await open(ada.url, (browser) => openAs(browser, ada, { reducedMotion: "reduce" }));
        await tab.goto("/ops/sources");
        await tab.getByRole("row", { name: /Daily News/ }).waitFor();
        return tab;
      };
      const page = await enter();
      const tabs = [page, await enter(), await enter()];

      // A browser whose clock is a day off is none the worse for it.
      for (const days of [-1, 1]) {
        const off = await open(ada.url, (browser) => openAs(browser, ada));
        await off.clock.setSystemTime(Date.now() + days * 86_400_000);
        await off.goto("/articles");
        await off
          .getByRole("row", { name: /breach at/ })
          .first()
          .waitFor();
        await go(off, "/account?tab=sessions");
        await off.getByRole("table", { name: "Your sessions" }).getByRole("row").nth(1).waitFor();
        await off.context().close();
      }

      // Only the web service runs and its disk is as good as full: health names both.
      await go(page, "/ops/health");
      await page
        .getByText(/No worker/i)
        .first()
        .waitFor();
      await page.getByText(/of the disk of .* are free/).waitFor();
      expect(await banner(page).count()).toBe(0);

      // A slow database makes pages late, not wrong, and health says whose fault it is.
      line.delay(400);
      await go(page, "/articles");
      await page
        .getByRole("row", { name: /breach at/ })
        .first()
        .waitFor();
      await go(page, "/");
      await go(page, "/ops/health");
      await page.getByText(/The database answered after .* \(slow from/).waitFor({ timeout: 40_000 });
      line.delay(0);

      // A restart of the database under an open page: what is on screen stays, and what is asked next is answered.
      await go(page, "/ops/sources");
      await crash();
      expect(await page.getByRole("row", { name: /Daily News/ }).count()).toBe(1);
      await go(page, "/searches");
      await page.getByText(/No saved search/i).waitFor({ timeout: 40_000 });
      await expect.poll(() => banner(page).count()).toBe(0);

      // It is gone: wherever somebody goes there is a page, with the cause above it.
      await line.cut();
      const left = [...pages];
      const wrong: string[] = [];
      await Promise.all(
        tabs.map(async (tab) => {
          for (let next = left.shift(); next; next = left.shift())
            wrong.push(...(await lookWithout(tab, next)));
        }),
      );
      expect(wrong).toEqual([]);

      // Whoever comes only now is not sent to the sign-in, and is told why nothing can be shown.
      const late = await open(ada.url, (browser) => openAs(browser, ada));
      await late.goto("/articles");
      await banner(late)
        .getByText(/The database does not answer/)
        .waitFor();
      await late.getByRole("button", { name: "Try again" }).waitFor();
      expect(new URL(late.url()).pathname).toBe("/articles");

      // It is back: nobody needs to do anything.
      await go(page, "/ops/sources");
      await go(tabs[1] ?? page, "/entities");
      await line.mend();
      await late
        .getByRole("row", { name: /breach at/ })
        .first()
        .waitFor();
      for (const tab of [...tabs, late]) {
        await expect.poll(() => banner(tab).count()).toBe(0);
        await expect.poll(() => tab.getByRole("button", { name: "Try again" }).count()).toBe(0);
      }
      await page.getByRole("row", { name: /Daily News/ }).waitFor();

      // The server itself is away: a page whose code is not even here says so, and opens later.
      await late.context().setOffline(true);
      await go(late, "/ops/runs");
      await banner(late).getByText("The server does not answer.").waitFor();
      await late.getByRole("button", { name: "Try again" }).waitFor();
      await late.context().setOffline(false);
      await late.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
      expect(await banner(late).count()).toBe(0);
    });
  },
  600_000,
);

/** A web service alone, with a few articles, whose database stands at the end of a line that can be cut. */
async function startFragile(): Promise<{ ada: Person; line: WeakLine; crash: () => Promise<void> }> {
  const database = await breakablePostgres();
  onTestFinished(() => database.close());
  const line = await weakLine(database.url);
  onTestFinished(() => line.close());
  const server = await startServer({
    DATABASE_URL: line.url,
    CTI_FETCH_ALLOW: "127.0.0.1/32",
    CTI_HEALTH_DISK_FREE: "1",
  });
  onTestFinished(() => server.stop());
  const web = await fixtureWeb();
  onTestFinished(() => web.close());
  makeNews(web, "/news", 5);
  const ada = await setUp(server);
  const what = { slug: "news", name: "Daily News", kind: "rss" as const, tags: ["samples"] };
  await ada.api.createSource({ body: { url: `${web.origin}/news`, ...what } });
  const { code, stderr } = await server.cti("collect", "-s", "news");
  if (code !== 0) throw new Error(stderr);
  return { ada, line, crash: () => database.crash() };
}

/** What is wrong with a page that somebody goes to while the server has no database. */
async function lookWithout(page: Page, [name, address]: [string, string]): Promise<string[]> {
  await go(page, address);
  await settled(page);
  const main = page.getByRole("main").first();
  await main.locator("h1, [role=alert]").first().waitFor();
  if (!ownPages.test(name))
    await banner(page)
      .getByText(/The database does not answer/)
      .waitFor();
  await settled(page);
  const text = (await main.textContent()) ?? "";
  if (text.trim() === "") return [`${name} is blank`];
  return /ran into a fault of its own/.test(text) ? [`${name}: ${text.slice(0, 300)}`] : [];
}

function banner(page: Page): Locator {
  return page.getByRole("alert").filter({ hasText: "This page tries again by itself" });
}

/** Within the application, as somebody goes on who has it open. */
async function go(page: Page, address: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, "", ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent("popstate"))`,
  );
}
