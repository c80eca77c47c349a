import path from "node:path";

import type { Browser, BrowserContext, Page } from "playwright-core";
import { inject, onTestFinished, type TestContext } from "vitest";

import { openBrowser } from "./chromium.ts";
import { countRequests } from "./pages.ts";
import { asPerson, openAs, type Person } from "./people.ts";
import type { Cookies } from "./shared-stack.ts";
import { expectNoTrouble, type Trouble, watch } from "./watch.ts";

/** Where the pictures are put that people look at. */
export const pictures = path.resolve(import.meta.dirname, "../../../.screens");

type Options = {
  /** Who looks. */
  as?: keyof Cookies;
  /** What the journey provokes on purpose: it shows in the console. */
  expected?: RegExp;
};

type Walk = (seen: { page: Page; me: Person; openFor: (other: Person) => Promise<Page> }) => Promise<void>;

let opened: Promise<Browser> | null = null;

/** What a test does in a browser of the shared stack; whatever it does, none of the troubles may happen. */
export function journey({ as = "ben", expected }: Options, walk: Walk): (test: TestContext) => Promise<void> {
  return async ({ task: { name } }) => {
    const me = person(as);
    await inBrowser({ name, expected }, async (open) => {
      const openFor = (other: Person): Promise<Page> => open(other.url, (browser) => openAs(browser, other));
      await walk({ page: await openFor(me), me, openFor });
    });
  };
}

/** Somebody of the shared stack. */
export function person(name: keyof Cookies): Person {
  return asPerson(inject("url"), name, inject("cookies")[name]);
}

export type Open = (url: string, context?: (browser: Browser) => Promise<BrowserContext>) => Promise<Page>;

/** Runs a walk through pages that are watched; what fails leaves pictures of what was on screen. */
export async function inBrowser(
  { name, expected }: { name: string; expected?: RegExp | undefined },
  walk: (open: Open) => Promise<void>,
): Promise<void> {
  const browser = await (opened ??= openBrowser());
  const pages: Page[] = [];
  const troubles: Trouble[][] = [];
  const open: Open = async (url, makeContext = (from) => from.newContext({ baseURL: url })) => {
    const context = await makeContext(browser);
    onTestFinished(() => context.close());
    troubles.push(await watch(context, url));
    countRequests(context);
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    pages.push(page);
    return page;
  };
  try {
    await walk(open);
  } catch (error) {
    for (const [at, page] of pages.entries()) {
      const file = `${name.replaceAll(/\W+/g, "-").slice(0, 40)}-${at + 1}.png`;
      await page.screenshot({ path: path.join(pictures, "failed", file) }).catch(() => undefined);
    }
    if (error instanceof Error) error.message += `\n${JSON.stringify(troubles.flat(), null, 1)}`;
    throw error;
  }
  expectNoTrouble(troubles.flat(), expected);
}

/** Presses keys as somebody does who does not use a mouse. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}
