import { fixtureWeb } from "@cti/testing/fixture-web";
import { expect, onTestFinished, test } from "vitest";

import { makeNews } from "./make-news.ts";
import { chromiumPath } from "./chromium.ts";
import { journey } from "./open-test.ts";

test.skipIf(chromiumPath === null)(
  "J8: a source fails: its trace says why, it is mended, only what failed is done again, and the counts add up",
  journey({ as: "ada" }, async ({ page, me: { api } }) => {
    const web = await fixtureWeb();
    onTestFinished(() => web.close());
    const slug = `wire-${Date.now()}`;
    web.on("/wire", { status: 403, body: "no" });
    const { id } = await api.createSource({
      body: { url: `${web.origin}/wire`, slug, name: "The Wire", kind: "rss" },
    });
    onTestFinished(async () => {
      await api.removeSource({ params: { id }, query: {} });
    });

    // It fails, and says so.
    await page.goto(`/ops/sources/${id}`);
    await page.getByRole("button", { name: "Collect now" }).click();
    await expect.poll(async () => (await api.getSource({ params: { id } })).last_error).not.toBe(null);
    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText(/403/).first().waitFor();

    // It moved: the new address is tried and saved.
    makeNews(web, "/wire-2", 3, Date.now() % 100_000);
    await page.getByRole("link", { name: "Settings", exact: true }).click();
    await page
      .getByLabel(/^Address/)
      .first()
      .fill(`${web.origin}/wire-2`);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page
      .getByRole("contentinfo")
      .getByText(/Saved The Wire/)
      .waitFor();

    // Of the run that failed only this is done again.
    const runs = await api.listRuns({ query: { kind: "collect", limit: 20 } });
    const full = await Promise.all(runs.items.map((run) => api.getRun({ params: { id: run.id } })));
    const failed = full.find(({ checks }) =>
      checks.some((check) => check.source === slug && check.outcome === "failed"),
    );
    if (!failed) throw new Error("no run of it failed");
    await page.goto(`/ops/runs/${failed.id}`);
    await page.getByRole("button", { name: /failed only$/ }).click();
    await expect.poll(async () => (await api.getSource({ params: { id } })).articles).toBe(3);

    // What went in is what came out.
    const again = (await api.listRuns({ query: { kind: "collect", limit: 10 } })).items;
    const good = (await Promise.all(again.map((run) => api.getRun({ params: { id: run.id } })))).find(
      ({ checks }) => checks.some((check) => check.source === slug && check.outcome === "ok"),
    );
    if (!good) throw new Error("no run of it went well");
    await page.goto(`/ops/runs/${good.id}`);
    await page.getByText("What became of it").waitFor();
    await page
      .getByRole("link", { name: /3\s*new|new\s*3/i })
      .first()
      .waitFor();
    expect(await page.getByText("not accounted for").count()).toBe(0);
  }),
);

test.skipIf(chromiumPath === null)(
  "J8: a schedule is started by hand",
  journey({ as: "ada" }, async ({ page, me: { api } }) => {
    await page.goto("/ops/jobs?tab=schedules");
    const start = page.getByRole("button", { name: "Run now: cleanup" });
    await start.waitFor();
    const last = (await api.getSchedule({ params: { name: "cleanup" } })).fired;
    await start.click();
    await expect
      .poll(async () => (await api.getSchedule({ params: { name: "cleanup" } })).fired)
      .toBe(last + 1);
  }),
);
