import { expect, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { journey, press } from "./open-test.ts";

test.skipIf(chromiumPath === null)(
  "J3: a story: read, why its articles belong, one split out for good, the record, and back",
  journey({}, async ({ page, me: { api } }) => {
    const { items } = await api.listStories({ query: { min_articles: 3, sort: "score" } });
    const story = items[0];
    if (!story) throw new Error("no story has three articles");
    const id = story.id;
    const told = async (): Promise<number> => (await api.getStory({ params: { id } })).articles.length;
    await page.goto(`/stories/${id}`);
    await page.getByRole("heading", { level: 1, name: story.title }).waitFor();

    // Its articles, one after the other.
    await press(page, "]");
    await page.waitForURL(/article=\d+/);
    const second = page.url();
    await press(page, "[");
    await page.waitForURL((url) => url.href !== second);

    // Why each belongs: a sentence, and the numbers behind it.
    await page.getByRole("link", { name: "Why grouped" }).click();
    const open = page.getByRole("navigation", { name: "Parts of the story" }).locator("[aria-current]");
    await expect.poll(() => open.allTextContents()).toEqual([expect.stringMatching(/^Why grouped/)]);
    const reasons = page.getByRole("list", { name: "Articles and why each belongs" });
    await reasons.getByRole("button", { name: "Numbers" }).last().click();
    await page
      .getByText(/similarity/i)
      .first()
      .waitFor();

    // One is taken out, and stays out: no rule puts them together again.
    await reasons.getByRole("button", { name: "Split out" }).last().click();
    await page
      .getByRole("contentinfo")
      .getByText(/Split 1 article out into story/)
      .waitFor();
    expect(await told()).toBe(story.articles - 1);
    await page.getByRole("link", { name: "Activity" }).click();
    await page.getByText(/split/i).first().waitFor();
    await page.reload();
    await page.getByText(/split/i).first().waitFor();
    expect(await told()).toBe(story.articles - 1);
    const { changes } = await api.getStory({ params: { id } });
    const [split] = changes.filter(({ kind, undone_at }) => kind === "split" && undone_at === null);
    if (!split) throw new Error("no split is recorded");

    // It is put back from the record, where it stays readable that it was apart.
    await page.goto(`/stories/${id}?tab=activity`);
    await page
      .getByRole("button", { name: /undo|take .*back|put back/i })
      .first()
      .click();
    await expect.poll(told).toBe(story.articles);

    // By pasting its address another story is merged in, and with one key out again.
    const { items: single } = await api.listStories({ query: { sort: "score", limit: 200 } });
    const other = single.find(({ articles, id: each }) => articles === 1 && each !== id)?.id;
    await page.goto(`/stories/${id}`);
    await page.getByRole("heading", { level: 1, name: story.title }).waitFor();
    await press(page, "m");
    const dialog = page.getByRole("dialog", { name: /merge/i });
    await dialog
      .getByRole("textbox")
      .first()
      .fill(`${new URL(page.url()).origin}/stories/${other}`);
    await dialog.getByText(`Story ${other}`).waitFor();
    await press(page, "Enter");
    await page
      .getByRole("contentinfo")
      .getByText(/Merged 2 stories/)
      .waitFor();
    expect(await told()).toBe(story.articles + 1);
    await press(page, "z");
    await page
      .getByRole("contentinfo")
      .getByText(/Undone/)
      .waitFor();
    await expect.poll(told).toBe(story.articles);
  }),
);

test.skipIf(chromiumPath === null)(
  "the indicators of a story are as many in its head, in the tab, in what is copied and in the list of all",
  journey({}, async ({ page, me: { api } }) => {
    const { items } = await api.listStories({ query: { min_articles: 2, sort: "score", expand: ["facts"] } });
    const story = items[0];
    const told = story?.facts?.indicators ?? 0;
    if (!story || told < 10) throw new Error("no story names ten indicators");
    await page.goto(`/stories/${story.id}?tab=indicators`);
    await page
      .getByRole("navigation", { name: "Parts of the story" })
      .getByText(`Indicators${told}`)
      .waitFor();
    const rows = page.getByRole("table", { name: "Indicators of the story" }).getByRole("row");
    await expect.poll(() => rows.count()).toBe(told + 1);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy raw" }).click();
    await page.getByRole("contentinfo").getByText(`${told} indicators, raw`).waitFor();
    const copied = await page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied.split("\n")).toHaveLength(told);
    await page.getByRole("link", { name: "Filter and export" }).click();
    await page.getByRole("link", { name: `Story ${story.id}` }).waitFor();
    const all = page.getByRole("grid", { name: "Indicators" });
    await expect.poll(() => all.getAttribute("aria-rowcount")).toBe(String(told + 1));
    await page.getByRole("button", { name: "Of any story" }).click();
    await expect.poll(() => all.getAttribute("aria-rowcount")).not.toBe(String(told + 1));

    const { items: techniques } = await api.listEntities({
      query: { story: story.id, type: ["technique"], limit: 200 },
    });
    await page.goto(`/stories/${story.id}?tab=techniques`);
    const done = page.getByRole("table", { name: "Techniques of the story" }).getByRole("row");
    await expect.poll(() => done.count()).toBe(techniques.length + 1);
    expect(techniques).toHaveLength(story.facts?.techniques ?? 0);
  }),
);
