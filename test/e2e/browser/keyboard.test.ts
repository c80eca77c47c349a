import { expect, test } from "vitest";

import { until } from "../backends.ts";
import { chromiumPath } from "./chromium.ts";
import { focusPlace, walkByTab } from "./focus.ts";
import { inBrowser, person } from "./open-test.ts";
import { everyPage, settled } from "./pages.ts";
import { openAs } from "./people.ts";
import { openings } from "./windows.ts";

const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 700 },
];

test.skipIf(chromiumPath === null)(
  "Tab comes to every control of every page, each is in sight then and shows that it has the focus",
  async () => {
    const ada = person("ada");
    const pages = Object.entries(await everyPage(ada));
    const faults: string[] = [];
    await inBrowser({ name: "keyboard walk" }, async (open) => {
      const walks = sizes.map(async (viewport) => {
        const page = await open(ada.url, (browser) =>
          openAs(browser, ada, { viewport, reducedMotion: "reduce" }),
        );
        for (const [name, address] of pages) {
          await page.goto(address);
          await settled(page);
          faults.push(...(await walkByTab(page, `${name} at ${viewport.width} px`)));
        }
      });
      await Promise.all(walks);
    });
    expect(faults.join("\n")).toBe("");
  },
  600_000,
);

test.skipIf(chromiumPath === null)(
  "a window holds the focus, Escape closes it, and the focus is back where it was",
  async () => {
    const ada = person("ada");
    const faults: string[] = [];
    await inBrowser({ name: "keyboard windows", expected: /status of (401|422)/ }, async (open) => {
      const page = await open(ada.url, (browser) => openAs(browser, ada, { reducedMotion: "reduce" }));
      for (const { name, address, viewport = sizes[0], open: unfold, shows } of await openings(ada)) {
        if (viewport) await page.setViewportSize(viewport);
        await page.goto(address);
        await settled(page);
        // Somewhere in the page, as it is for whoever works in it.
        await page.keyboard.press("Tab");
        await unfold(page);
        await shows(page).waitFor();
        const windows = page.getByRole("dialog").or(page.getByRole("menu"));
        if ((await windows.count()) === 0) continue;
        await until(async () => (await focusPlace(page)) === "window");
        // Menus are walked with arrows, and Tab closes them.
        const stops = (await page.getByRole("menu").count()) === 0 ? 12 : 0;
        for (let stop = 0; stop < stops; stop++) {
          await page.keyboard.press("Tab");
          if ((await focusPlace(page)) === "page") faults.push(`${name}: Tab comes to what is below`);
        }
        await page.keyboard.press("Escape");
        await windows
          .waitFor({ state: "detached" })
          .catch(() => faults.push(`${name}: Escape leaves it open`));
        await until(async () => (await focusPlace(page)) === "page", 5_000).catch(() =>
          faults.push(`${name}: the focus is nowhere when it closes`),
        );
      }
    });
    expect([...new Set(faults)].join("\n")).toBe("");
  },
  300_000,
);
