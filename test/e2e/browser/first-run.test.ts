import { fixtureWeb } from "@cti/testing/fixture-web";
import { expect, onTestFinished, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { makeNews } from "./make-news.ts";
import { inBrowser, press } from "./open-test.ts";
import { password } from "./people.ts";
import { buildClient, startStack } from "./stack.ts";

test.skipIf(chromiumPath === null)(
  "J1: from the setup token to the first story on screen, without the command line",
  async ({ task }) => {
    buildClient();
    const began = Date.now();
    const web = await fixtureWeb();
    onTestFinished(() => web.close());
    const stack = await startStack({ samples: false });
    onTestFinished(() => stack.stop());
    makeNews(web, "/news", 5);
    web.on("/", {
      body: `<!doctype html><html><head><title>Daily News</title><link rel="alternate" type="application/rss+xml" href="/news"></head><body><h1>Daily News</h1></body></html>`,
    });
    await inBrowser({ name: task.name }, async (open) => {
      const page = await open(stack.url);

      // Whoever comes first is led to the first account.
      await page.goto("/");
      await page.waitForURL(/\/setup$/);
      await page.goto(`/setup?token=${stack.setupToken}`);
      await page.waitForURL(/\/setup$/);
      await page.getByLabel("User name").fill("root");
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "You are in" }).waitFor();
      await page.getByText("database", { exact: true }).waitFor();

      // A source: any address of the site, what is found there, follow it, collect.
      await page.getByRole("link", { name: "Add a source" }).click();
      await page.getByLabel(/^Address of a site/).fill(web.origin);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: /^follow/i }).click();
      await page.getByRole("button", { name: "Collect now" }).click();

      // Its run, and what it brought.
      await page.getByText(/5 new/).first().waitFor();
      await page.goto("/ops/runs");
      await page.getByText(/5 new/).first().waitFor();
      await press(page, "g", "t");
      const story = page.getByRole("row", { name: /breach at/ }).first();
      const news = page.getByRole("button", { name: /new stor/ });
      await story.or(news).first().waitFor({ timeout: 90_000 });
      if (await news.isVisible()) await news.click();
      await story.waitFor();
      expect(Date.now() - began, "time to the first story").toBeLessThan(300_000);
    });
  },
);
