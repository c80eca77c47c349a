import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { inBrowser, person } from "./open-test.ts";
import { everyPage, settled } from "./pages.ts";
import { openAs } from "./people.ts";

test.skipIf(chromiumPath === null)(
  "text that is set wider, as WCAG 1.4.12 has it, is cut off nowhere and makes no page scroll sideways",
  async () => {
    const ada = person("ada");
    const faults: string[] = [];
    await inBrowser({ name: "text spacing" }, async (open) => {
      const page = await open(ada.url, (browser) =>
        openAs(browser, ada, { viewport: { width: 390, height: 844 }, reducedMotion: "reduce" }),
      );
      for (const [name, address] of Object.entries(await everyPage(ada))) {
        await page.goto(address);
        await settled(page);
        await page.evaluate(setWider);
        for (const fault of await page.evaluate<string[]>(cutOff)) faults.push(`${name}: ${fault}`);
      }
    });
    expect(faults.join("\n")).toBe("");
  },
  300_000,
);

test.skipIf(chromiumPath === null)(
  "in colours that somebody forces on all pages the row in hand, the open part and the pictures are still told",
  async () => {
    const ada = person("ada");
    await inBrowser({ name: "forced colours" }, async (open) => {
      const page = await open(ada.url, (browser) =>
        openAs(browser, ada, { forcedColors: "active", colorScheme: "dark" }),
      );
      const { triage = "/", attack = "/attack", "run-collect": run = "/" } = await everyPage(ada);
      await page.goto(triage);
      const inList = '[role="grid"][aria-label="Stories"] [role="row"]';
      await page.locator(inList).nth(2).waitFor();
      await page.keyboard.press("j");
      const framed = async (): Promise<string[]> =>
        (await stylesOf(page, inList, "outlineStyle")).slice(0, 3);
      await expect.poll(framed).toEqual(["none", "solid", "none"]);
      await page.goto(run);
      await settled(page);
      const grounds = await stylesOf(page, '[role="img"][aria-label^="Items"] > span', "backgroundColor");
      expect(new Set(grounds).size, `the parts of a bar: ${grounds.join()}`).toBeGreaterThan(1);
      await page.goto(attack);
      await settled(page);
      const heats = await stylesOf(page, '#main button[class*="bg-heat"]', "backgroundColor");
      expect(new Set(heats).size, `the heat of the matrix: ${heats.join()}`).toBeGreaterThan(2);
    });
  },
);

function stylesOf(page: Page, selector: string, property: string): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => getComputedStyle(each).${property})`,
  );
}

const setWider = `(() => {
  const wider = new CSSStyleSheet();
  wider.replaceSync(\`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }\`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, wider];
})()`;

/** What holds more text than it shows without saying so by an ellipsis. */
const cutOff = `(() => {
  const faults = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  for (const each of document.querySelectorAll("#main :is(a, button, h1, h2, h3, label, li, p, span, summary, td, th, dt, dd)")) {
    const text = each.textContent.trim();
    const { width, height } = each.getBoundingClientRect();
    if (text === "" || width < 2 || height < 2 || !each.checkVisibility({ visibilityProperty: true })) continue;
    const { overflowX, overflowY, textOverflow, webkitLineClamp, display } = getComputedStyle(each);
    if (textOverflow === "ellipsis" || webkitLineClamp !== "none") continue;
    const clips = (overflow) => overflow === "hidden" || overflow === "clip";
    const wide = each.scrollWidth > each.clientWidth + 3;
    if (clips(overflowY) && each.scrollHeight > each.clientHeight + 3) faults.push("cut below: " + text.slice(0, 40));
    if (clips(overflowX) && wide) faults.push("cut at the side: " + text.slice(0, 40));
    if (each.matches("button, a") && display !== "inline" && wide) faults.push("spills over: " + text.slice(0, 40));
  }
  return [...new Set(faults)];
})()`;
