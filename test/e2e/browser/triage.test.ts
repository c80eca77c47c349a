import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { journey, press } from "./open-test.ts";
import type { Person } from "./people.ts";

const said = (page: Page, text: RegExp): Promise<void> =>
  page.getByRole("contentinfo").getByText(text).waitFor();

type State = "new" | "kept" | "dismissed";

const inState = async ({ api }: Person, state: State): Promise<number[]> =>
  (await api.listStories({ query: { state: [state], limit: 200 } })).items.map(({ id }) => id);

test.skipIf(chromiumPath === null)(
  "J2: thirty stories by keys alone: keep, dismiss, label, assign, undo; a reload keeps it",
  journey({}, async ({ page, me }) => {
    const [kept, dismissed, fresh] = await Promise.all([
      inState(me, "kept"),
      inState(me, "dismissed"),
      inState(me, "new"),
    ]);
    expect(fresh.length).toBeGreaterThanOrEqual(30);
    await page.goto("/");
    const list = page.getByRole("grid", { name: "Stories" });
    await list.getByRole("row").nth(5).waitFor();
    await press(page, "j");

    // Twenty are dismissed together: mark the first, extend to the twentieth.
    await press(page, "x");
    await press(page, ...Array.from({ length: 19 }, () => "j"), "Shift+X");
    await page.getByText("20 selected").waitFor();
    await press(page, "d");
    await said(page, /Dismissed 20 stories/);
    await expect.poll(() => inState(me, "dismissed")).toHaveLength(dismissed.length + 20);

    // Back with one key, and away again.
    await press(page, "z");
    await said(page, /Undone: Dismissed 20 stories/);
    await expect.poll(() => inState(me, "dismissed")).toHaveLength(dismissed.length);
    await expect.poll(() => inState(me, "new")).toHaveLength(fresh.length);
    await press(
      page,
      ...Array.from({ length: 20 }, () => "k"),
      "x",
      ...Array.from({ length: 19 }, () => "j"),
      "Shift+X",
      "d",
    );
    await expect.poll(() => inState(me, "dismissed")).toHaveLength(dismissed.length + 20);

    // Five are kept one by one: what is decided leaves the list, the next stands there.
    for (let at = 1; at <= 5; at += 1) {
      await press(page, "e");
      await expect.poll(() => inState(me, "kept")).toHaveLength(kept.length + at);
    }

    // One gets a label and somebody who looks into it.
    await press(page, "l");
    await page.getByRole("dialog", { name: /label/i }).waitFor();
    await page.keyboard.type("Ransom Wave");
    await press(page, "Enter", "Enter");
    await said(page, /Labelled 1 story/);
    await press(page, "a");
    await page.getByRole("dialog", { name: /assign/i }).waitFor();
    await press(page, "Enter");
    await said(page, /Assigned to ben/);
    const labelled = await me.api.listStories({ query: { tag: "ransom wave", assignee: "ben" } });
    expect(labelled.items).toHaveLength(1);

    // The address is the state: after a reload the same stands there.
    await page.goto("/?state=kept");
    await list.getByRole("row").first().waitFor();
    expect(await list.getByRole("row").count()).toBe(kept.length + 5);
    await page.reload();
    await list.getByRole("row").first().waitFor();
    expect(await list.getByRole("row").count()).toBe(kept.length + 5);
  }),
);

test.skipIf(chromiumPath === null)(
  "keys rest where somebody writes, can be switched off, and Escape gives the focus back",
  journey({}, async ({ page, me }) => {
    await page.goto("/");
    await page.getByRole("grid", { name: "Stories" }).getByRole("row").first().waitFor();
    const before = await inState(me, "dismissed");
    await press(page, "/");
    await page.keyboard.type("dde");
    expect(await page.evaluate("document.activeElement.value")).toBe("dde");
    expect(await inState(me, "dismissed")).toEqual(before);

    await page.goto("/");
    await page.getByRole("grid", { name: "Stories" }).getByRole("row").first().waitFor();
    const help = page.getByRole("button", { name: "Keys and help" });
    await help.focus();
    await press(page, "Enter");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await press(page, "d", "Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Keys and help");
    expect(await inState(me, "dismissed")).toEqual(before);

    await me.api.changePreferences({ body: { keys_enabled: false } });
    await page.reload();
    await page.getByRole("grid", { name: "Stories" }).getByRole("row").first().waitFor();
    await expect.poll(() => page.evaluate("localStorage.getItem('cti.keys')")).toContain("false");
    await press(page, "j", "d", "e");
    expect(await inState(me, "dismissed")).toEqual(before);
    await me.api.changePreferences({ body: { keys_enabled: true } });
  }),
);
