import { expect, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { journey } from "./open-test.ts";
import type { Person } from "./people.ts";

/** What programs get. */
const exported = async ({ api }: Person): Promise<string> => {
  let text = "";
  for await (const part of api.exportIndicators({ query: { format: "text" } })) text += part;
  return text;
};

test.skipIf(chromiumPath === null)(
  "J4: a false indicator is rejected beside its text: in one article, then everywhere, and leaves what is exported",
  journey({}, async ({ page, me }) => {
    const { items } = await me.api.listIndicators({ query: { type: ["domain"], limit: 20 } });
    const indicator = items.find(({ articles }) => articles >= 1);
    if (!indicator) throw new Error("there is no domain");
    const { id, value } = indicator;
    expect(await exported(me)).toContain(value);
    const mentions = await me.api.listEntityMentions({ params: { id }, query: { limit: 1 } });
    const article = mentions.items[0]?.article_id ?? 0;
    const status = async (): Promise<string> => {
      const { items: all } = await me.api.listArticleMentions({
        params: { id: article },
        query: { limit: 200 },
      });
      return all.find(({ entity_id }) => entity_id === id)?.status ?? "gone";
    };
    const defanged = value.replaceAll(".", "[.]");

    // Text and what was read from it stand side by side, and the one leads to the other.
    await page.goto(`/articles/${article}?entity=${id}`);
    const row = page
      .getByRole("grid", { name: "Extracted from the text" })
      .getByRole("row", { name: defanged });
    await row.waitFor();
    expect(await page.locator("main").textContent()).not.toContain(value);

    // In this article only: elsewhere it stays.
    await row.getByRole("button", { name: `Reject ${defanged}`, exact: true }).click();
    await page
      .getByRole("contentinfo")
      .getByText(/Rejected .* in this article/)
      .waitFor();
    await expect.poll(status).toBe("rejected");
    await page.getByRole("contentinfo").getByRole("button", { name: "Undo" }).click();
    await expect.poll(status).not.toBe("rejected");

    // Everywhere: it is exported no more, and its card says so.
    await page.getByRole("button", { name: `Reject ${defanged} in all articles` }).click();
    await page
      .getByRole("contentinfo")
      .getByText(/Rejected .* in all articles/)
      .waitFor();
    expect(await exported(me)).not.toContain(value);
    await page.goto(`/entities/${id}`);
    await page
      .getByText(/rejected/i)
      .first()
      .waitFor();
    await me.api.unjudgeEntity({ params: { id } });
    expect(await exported(me)).toContain(value);
  }),
);
