/**
 * Pictures of every page for people to look at: `npm run screenshots [-- --url http://127.0.0.1:8000] [--only WORD]`.
 * At 1440, 768 and 390 px, dark and light, into .screens/ (which git ignores), of a stack that is started for it or of
 * the one that `--url` names, where ada signs in.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import type { Browser } from "playwright-core";

import { openBrowser } from "./chromium.ts";
import { everyPage, outerPages, settled } from "./pages.ts";
import { openAs, type Person, signIn } from "./people.ts";
import { openSharedStack } from "./shared-stack.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    only: { type: "string" },
    out: { type: "string", default: path.resolve(import.meta.dirname, "../../../.screens") },
  },
});

const widths = [1440, 768, 390];
const themes = ["dark", "light"] as const;

const stack =
  values.url === undefined ? await openSharedStack() : { url: values.url, close: async () => undefined };
const browser = await openBrowser();
try {
  const ada = await signIn(stack.url, "ada");
  const pages = Object.entries({ ...(await everyPage(ada)), ...outerPages }).filter(
    ([name]) => values.only === undefined || name.includes(values.only),
  );
  for (const width of widths)
    for (const theme of themes) {
      const folder = path.join(values.out, `${width}-${theme}`);
      mkdirSync(folder, { recursive: true });
      await takeAll(browser, ada, { pages, width, theme, folder });
      process.stdout.write(`${pages.length} pages in ${folder}\n`);
    }
} finally {
  await browser.close();
  await stack.close();
}

async function takeAll(
  from: Browser,
  ada: Person,
  {
    pages,
    width,
    theme,
    folder,
  }: { pages: [string, string][]; width: number; theme: (typeof themes)[number]; folder: string },
): Promise<void> {
  const height = width < 500 ? 844 : 900;
  const options = { viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce" } as const;
  const context = await openAs(from, ada, options);
  const outside = await from.newContext({ ...options, baseURL: ada.url });
  for (const [name, address] of pages) {
    const page = await (name in outerPages ? outside : context).newPage();
    await page.goto(address);
    await settled(page).catch((error: unknown) => process.stderr.write(`${name}: ${String(error)}\n`));
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    await page.close();
  }
  await context.close();
  await outside.close();
}
