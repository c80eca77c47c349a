import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { findFaults } from "./axe.ts";
import { chromiumPath } from "./chromium.ts";
import { inBrowser, person } from "./open-test.ts";
import { everyPage, outerPages, settled } from "./pages.ts";
import { openAs, setUp } from "./people.ts";
import { buildClient, startServer } from "./stack.ts";

/** Faults of one state of one page, in both themes. */
async function look(page: Page, name: string, faults: string[]): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Colours glide from theme to theme; what is measured halfway is neither.
    await page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished)).catch(() => 0)");
    for (const { rule, impact, why, elements } of await findFaults(page))
      faults.push(`${name} ${colorScheme}: ${rule} (${impact}) ${why}\n    ${elements.join("\n    ")}`);
  }
}

test.skipIf(chromiumPath === null)(
  "axe finds no fault in any page with data, dark and light",
  async () => {
    const ada = person("ada");
    const pages = await everyPage(ada);
    const faults: string[] = [];
    await inBrowser({ name: "axe loaded" }, async (open) => {
      const page = await open(ada.url, (browser) => openAs(browser, ada));
      for (const [name, address] of Object.entries(pages)) {
        await page.goto(address);
        await settled(page);
        await look(page, name, faults);
      }
      const outer = await open(ada.url);
      for (const [name, address] of Object.entries(outerPages)) {
        await outer.goto(address);
        await settled(outer);
        await look(outer, name, faults);
      }
      expect(faults.join("\n")).toBe("");
    });
  },
  1_200_000,
);

test.skipIf(chromiumPath === null)(
  "axe finds no fault in windows, menus and narrow pages",
  async () => {
    const ada = person("ada");
    const faults: string[] = [];
    const windows: [name: string, address: string, open: (page: Page) => Promise<unknown>][] = [
      ["palette", "/", (page) => page.keyboard.press("Control+k")],
      ["help", "/", (page) => page.keyboard.press("?")],
      ["menu of the person", "/", (page) => page.getByRole("button", { name: /^Account of/ }).click()],
      ["label", "/", (page) => page.keyboard.press("l")],
      ["assign", "/", (page) => page.keyboard.press("a")],
      ["snooze", "/", (page) => page.keyboard.press("h")],
      ["merge", "/", (page) => page.keyboard.press("m")],
      [
        "export of indicators",
        "/indicators",
        (page) =>
          page
            .getByRole("button", { name: /^Export/ })
            .first()
            .click(),
      ],
      [
        "export of articles",
        "/articles",
        (page) =>
          page
            .getByRole("button", { name: /^Export/ })
            .first()
            .click(),
      ],
      [
        "OPML",
        "/ops/sources",
        (page) =>
          page
            .getByRole("button", { name: /import/i })
            .first()
            .click(),
      ],
      [
        "new user",
        "/admin",
        (page) =>
          page
            .getByRole("button", { name: /add|new/i })
            .first()
            .click(),
      ],
    ];
    await inBrowser({ name: "axe windows" }, async (open) => {
      const page = await open(ada.url, (browser) => openAs(browser, ada));
      for (const [name, address, act] of windows) {
        await page.goto(address);
        await settled(page);
        await act(page);
        await page.waitForTimeout(400);
        await settled(page);
        await look(page, `window ${name}`, faults);
      }
      await page.setViewportSize({ width: 320, height: 640 });
      for (const [name, address] of Object.entries(await everyPage(ada))) {
        await page.goto(address);
        await settled(page);
        const wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
        if (wide) faults.push(`${name} at 320 px: the page scrolls sideways`);
      }
      expect(faults.join("\n")).toBe("");
    });
  },
  1_200_000,
);

test.skipIf(chromiumPath === null)(
  "axe finds no fault in a page that is empty or failed",
  async () => {
    buildClient();
    const server = await startServer();
    onTestFinished(() => server.stop());
    const ada = await setUp(server);
    const pages = await everyPage(ada);
    const faults: string[] = [];
    await inBrowser({ name: "axe empty", expected: /status of (404|500)/ }, async (open) => {
      const page = await open(ada.url, (browser) => openAs(browser, ada));
      for (const [name, address] of Object.entries(pages)) {
        await page.goto(address);
        await settled(page);
        await look(page, `${name}, empty`, faults);
      }
      const problem = {
        type: "urn:cti-scraper:problem:internal",
        title: "Something went wrong",
        status: 500,
        code: "internal",
        detail: "The server has noted what went wrong.",
        request_id: "00000000-0000-4000-8000-000000000000",
      };
      await page.route(/\/api\/v1\/(?!session|setup|account\/preferences|events)/, (route) =>
        route.fulfill({
          status: 500,
          contentType: "application/problem+json",
          body: JSON.stringify(problem),
        }),
      );
      for (const [name, address] of Object.entries(pages)) {
        await page.goto(address);
        await settled(page);
        // Until the last of three tries has failed.
        await page.waitForTimeout(2_500);
        await look(page, `${name}, failed`, faults);
      }
      expect(faults.join("\n")).toBe("");
    });
  },
  1_200_000,
);
