import type { Browser, BrowserContext, Page } from "playwright-core";

export type Signed = { url: string; cookie: string };

/** The first row of a list. */
export const firstRow = 'main [role="grid"] [role="row"][data-index]';

/** When what is meant stood on screen, in milliseconds since the page was asked for. */
const watchFor = (selector: string): string => `
  const look = () => {
    if (!document.querySelector(${JSON.stringify(selector)})) return false;
    requestAnimationFrame(() => setTimeout(() => { globalThis.ctiUsable = performance.now(); }));
    return true;
  };
  new MutationObserver((_, observer) => { if (look()) observer.disconnect(); })
    .observe(document, { childList: true, subtree: true });`;

export async function openSigned(browser: Browser, { url, cookie }: Signed): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name = "", value = ""] = cookie.split("=");
  await context.addCookies([
    { name, value, domain: new URL(url).hostname, path: "/", secure: true, httpOnly: true },
  ]);
  await context.addInitScript("try { localStorage.setItem('cti.signed-in', '1') } catch {}");
  return context;
}

/**
 * Loads a page with an empty cache, each time in a browser profile of its own: how long until there is what `shows`
 * selects; until it is loaded, where that is null.
 */
export async function coldLoads(
  browser: Browser,
  signed: Signed,
  { address, times, shows }: { address: string; times: number; shows: string | null },
): Promise<number[]> {
  const found: number[] = [];
  for (let at = 0; at < times; at += 1) {
    const context = await openSigned(browser, signed);
    if (shows !== null) await context.addInitScript(watchFor(shows));
    const page = await context.newPage();
    await page.goto(signed.url + address, { waitUntil: "load" });
    // Asked through the debugger: the policy of the page lets nothing be evaluated in it.
    let usable = shows === null;
    while (!usable) {
      await page.waitForTimeout(100);
      usable = await page.evaluate<boolean>("globalThis.ctiUsable > 0");
    }
    found.push(
      await page.evaluate<number>(
        shows === null
          ? "performance.getEntriesByType('navigation')[0].loadEventEnd"
          : "globalThis.ctiUsable",
      ),
    );
    await context.close();
  }
  return found;
}

/** From the key press to the paint after the row has moved. */
const watchKeys = `
  globalThis.ctiKeys = [];
  globalThis.ctiWatch?.disconnect();
  addEventListener("keydown", (event) => { globalThis.ctiPressed = event.timeStamp; }, true);
  globalThis.ctiWatch = new MutationObserver(() => {
    const since = globalThis.ctiPressed;
    if (!since) return;
    globalThis.ctiPressed = 0;
    requestAnimationFrame(() => { const channel = new MessageChannel();
      channel.port1.onmessage = () => globalThis.ctiKeys.push(performance.now() - since); channel.port2.postMessage(0); });
  });
  globalThis.ctiWatch.observe(document.querySelector('main [role="grid"]'), { attributes: true, attributeFilter: ["aria-activedescendant"] });`;

/** Presses `j` and gives each time until the paint. */
export async function pressDown(page: Page, times: number): Promise<number[]> {
  await page.evaluate(watchKeys);
  for (let at = 0; at < times; at += 1) {
    await page.keyboard.press("j");
    await page.waitForTimeout(30);
  }
  return page.evaluate<number[]>("globalThis.ctiKeys");
}

/** Memory of the page's scripts after a collection of garbage, in megabytes. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 1e6;
}

export async function nodesOf(page: Page): Promise<number> {
  return page.evaluate<number>("document.querySelectorAll('*').length");
}
