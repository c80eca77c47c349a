import { expect, onTestFinished, test } from "vitest";

import { breakablePostgres } from "../backends.ts";
import { chromiumPath } from "./chromium.ts";
import { inBrowser } from "./open-test.ts";
import { everyPage, settled } from "./pages.ts";
import { openAs, setUp } from "./people.ts";
import { buildClient, startServer } from "./stack.ts";

test.skipIf(chromiumPath === null)(
  "J10: without a worker, without a model and without the database every page still stands and says why",
  async ({ task }) => {
    buildClient();
    const database = await breakablePostgres();
    let isAway = false;
    onTestFinished(async () => (isAway ? undefined : database.close()));
    const server = await startServer({ CTI_DATABASE_URL: database.url });
    onTestFinished(() => server.stop());
    const ada = await setUp(server);
    const pages = await everyPage(ada);
    const blank: string[] = [];
    await inBrowser(
      { name: task.name, expected: /status of (404|5\d\d)|ERR_|Failed to load/ },
      async (open) => {
        const page = await open(ada.url, (browser) => openAs(browser, ada));

        // Only the web service runs: health names who is missing.
        await page.goto("/ops/health");
        await settled(page);
        await page
          .getByText(/worker/i)
          .first()
          .waitFor();
        const { components } = await ada.api.getHealth({});
        expect(components["workers"]?.status).not.toBe("ok");

        // The database is restarted under an open page: what is on screen stays, and the next look works.
        await page.goto("/ops/sources");
        await settled(page);
        await database.crash();
        expect(await page.getByRole("heading", { level: 1 }).textContent()).toContain("Sources");
        await expect
          .poll(
            () =>
              ada.api.getStats({}).then(
                () => true,
                () => false,
              ),
            { timeout: 30_000 },
          )
          .toBe(true);

        // It is gone for good: no page is blank, each says that it is the server's side.
        await page.goto("/");
        await settled(page);
        isAway = true;
        await database.close();
        for (const [each, address] of Object.entries(pages)) {
          // Within the application, as somebody goes on who has it open.
          await page.evaluate(
            `history.pushState({}, "", ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent("popstate"))`,
          );
          await page.waitForTimeout(4_000);
          const text = (await page.locator("body").textContent()) ?? "";
          const says = /database|not answer|server|went wrong|try again/i.test(text);
          if (
            !says &&
            !/^(out|not-found|account-keys|account-appearance|indicators-look-up|sources-add)$/.test(each)
          )
            blank.push(`${each}: ${text.slice(0, 200)}`);
          if (text.trim() === "") blank.push(`${each} is blank`);
        }
      },
    );
    expect(blank).toEqual([]);
  },
  900_000,
);
