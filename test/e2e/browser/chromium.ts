import { accessSync, constants } from "node:fs";

import { type Browser, chromium } from "playwright-core";

const places = [process.env["CTI_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** The browser of the system; null where there is none. */
export const chromiumPath =
  places.find((file): file is string => file !== undefined && isProgram(file)) ?? null;

const whereToGetChromium = "There is no Chromium: `apt-get install chromium`, or name one in CTI_CHROMIUM.";

/** A browser that asks nobody for anything by itself. */
export async function openBrowser(...more: string[]): Promise<Browser> {
  if (chromiumPath === null) throw new Error(whereToGetChromium);
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...more,
    ],
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
