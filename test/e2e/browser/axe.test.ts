import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";

import { until } from "../backends.ts";
import { findFaults, type Theme, themes } from "./axe.ts";
import { chromiumPath } from "./chromium.ts";
import { inBrowser, type Open, person } from "./open-test.ts";
import { everyPage, outerPages, settled } from "./pages.ts";
import { openAs, type Person, setUp } from "./people.ts";
import { keeperOfSecrets } from "./secret-windows.ts";
import { buildClient, startServer } from "./stack.ts";
import { type Opening, openings } from "./windows.ts";

test.skipIf(chromiumPath === null)(
  "axe finds no fault in any page with data, dark and light, and none scrolls sideways at 320 px",
  async () => {
    const ada = person("ada");
    const pages = Object.entries(await everyPage(ada));
    const faults: string[] = [];
    await inBrowser({ name: "axe loaded" }, async (open) => {
      await inBothThemes(open, ada, async (page, theme) => {
        for (const [name, address] of pages) {
          await page.goto(address);
          await settled(page);
          faults.push(...(await findFaults(page, name, theme)));
          if (theme === "light") continue;
          await page.setViewportSize({ width: 320, height: 640 });
          await settled(page);
          if (await page.evaluate<boolean>("document.documentElement.scrollWidth > innerWidth"))
            faults.push(`${name} at 320 px: the page scrolls sideways`);
          faults.push(...(await findFaults(page, `${name} at 320 px`, theme)));
          await page.setViewportSize({ width: 1440, height: 900 });
        }
      });
      for (const colorScheme of themes) {
        const outer = await open(ada.url, (browser) =>
          browser.newContext({ baseURL: ada.url, colorScheme, reducedMotion: "reduce" }),
        );
        for (const [name, address] of Object.entries(outerPages)) {
          await outer.goto(address);
          await settled(outer);
          faults.push(...(await findFaults(outer, name, colorScheme)));
        }
      }
    });
    expect(faults.join("\n")).toBe("");
  },
  600_000,
);

test.skipIf(chromiumPath === null)(
  "axe finds no fault in windows, menus and what opens, in the theme that somebody chose against the system's",
  async () => {
    const ada = person("ada");
    const faults: string[] = [];
    const all = await openings(ada);
    await inBrowser({ name: "axe windows", expected: /status of (401|422)/ }, async (open) => {
      await inBothThemes(
        open,
        ada,
        async (page, theme) => {
          for (const opening of all) faults.push(...(await findFaultsOf(opening, page, theme)));
        },
        { chosen: true },
      );
    });
    expect(faults.join("\n")).toBe("");
  },
  600_000,
);

test.skipIf(chromiumPath === null)(
  "axe finds no fault in what shows a secret once",
  async () => {
    const ada = person("ada");
    const faults: string[] = [];
    await inBrowser({ name: "axe secrets" }, async (open) => {
      const walks = themes.map(async (theme) => {
        const { me, openings: all, leave } = await keeperOfSecrets(ada, theme);
        onTestFinished(leave);
        const page = await open(me.url, (browser) =>
          openAs(browser, me, { colorScheme: theme, reducedMotion: "reduce" }),
        );
        for (const opening of all) faults.push(...(await findFaultsOf(opening, page, theme)));
      });
      await Promise.all(walks);
    });
    expect(faults.join("\n")).toBe("");
  },
  300_000,
);

test.skipIf(chromiumPath === null)(
  "axe finds no fault in a page that is empty or failed",
  async () => {
    buildClient();
    const server = await startServer();
    onTestFinished(() => server.stop());
    const ada = await setUp(server);
    const pages = Object.entries(await everyPage(ada));
    const faults: string[] = [];
    await inBrowser({ name: "axe empty", expected: /status of (404|500)/ }, async (open) => {
      await inBothThemes(open, ada, async (page, theme) => {
        for (const [name, address] of pages) {
          await page.goto(address);
          await settled(page);
          faults.push(...(await findFaults(page, `${name}, empty`, theme)));
        }
      });
      // Most of this is waiting: some tabs at once.
      const left = themes.map(() => [...pages]);
      const tabs = [0, 1, 2].map(() =>
        inBothThemes(open, ada, async (page, theme) => {
          const failures = await failAll(page);
          const mine = left[themes.indexOf(theme)] ?? [];
          for (let next = mine.shift(); next; next = mine.shift()) {
            const [name, address] = next;
            failures.clear();
            await page.goto(address);
            await settled(page);
            await until(() => [...failures.values()].every(isGivenUp));
            await settled(page);
            faults.push(...(await findFaults(page, `${name}, failed`, theme)));
          }
        }),
      );
      await Promise.all(tabs);
    });
    expect(faults.join("\n")).toBe("");
  },
  600_000,
);

async function findFaultsOf(
  { name, address, viewport = { width: 1440, height: 900 }, open, shows }: Opening,
  page: Page,
  theme: Theme,
): Promise<string[]> {
  await page.setViewportSize(viewport);
  await page.goto(address);
  await settled(page);
  try {
    await open(page);
    await shows(page).waitFor();
  } catch (error) {
    return [`${name} does not open: ${String(error)}`];
  }
  await settled(page);
  return findFaults(page, name, theme);
}

/** The same walk in a dark and in a light browser at once: as the system has it, or as chosen against the system. */
async function inBothThemes(
  open: Open,
  who: Person,
  walk: (page: Page, theme: Theme) => Promise<void>,
  { chosen = false }: { chosen?: boolean } = {},
): Promise<void> {
  const walks = themes.map(async (theme) => {
    const other = theme === "dark" ? "light" : "dark";
    const page = await open(who.url, (browser) =>
      openAs(browser, who, { colorScheme: chosen ? other : theme, reducedMotion: "reduce" }),
    );
    if (chosen) await page.addInitScript(`localStorage.setItem("cti.theme", "${theme}")`);
    await walk(page, theme);
  });
  await Promise.all(walks);
}

type Failure = { times: number; at: number };

/** The pages ask three times, at most a second apart; some things only once. */
const isGivenUp = ({ times, at }: Failure): boolean => times >= 3 || Date.now() - at > 1_200;

/** From now on the server of this page can answer nothing but who is signed in. Gives what was asked for in vain. */
async function failAll(page: Page): Promise<Map<string, Failure>> {
  const asked = new Map<string, Failure>();
  const problem = {
    type: "urn:cti-scraper:problem:internal",
    title: "Something went wrong",
    status: 500,
    code: "internal",
    detail: "The server has noted what went wrong.",
    request_id: "00000000-0000-4000-8000-000000000000",
  };
  await page.route(/\/api\/v1\/(?!session|setup|account\/preferences|events)/, async (route) => {
    const address = route.request().url();
    asked.set(address, { times: (asked.get(address)?.times ?? 0) + 1, at: Date.now() });
    const body = JSON.stringify(problem);
    await route.fulfill({ status: 500, contentType: "application/problem+json", body });
  });
  return asked;
}
