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
