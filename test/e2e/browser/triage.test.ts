import type { Page } from "playwright-core";
import { expect, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { journey, person, press } from "./open-test.ts";
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
    const labelled = (): Promise<unknown[]> =>
      me.api.listStories({ query: { tag: "ransom wave", assignee: "ben" } }).then(({ items }) => items);
    await expect.poll(labelled).toHaveLength(1);

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

/** The scroll place, the first row in sight and the row that keys act on. */
const placeIn = (page: Page): Promise<{ scrolled: number; first: string; active: string }> =>
  page.evaluate(`(() => {
    const list = document.querySelector('[role="grid"][aria-label="Stories"]');
    const { top } = list.getBoundingClientRect();
    const rows = [...list.querySelectorAll('[role="row"]')].sort((a, b) => a.ariaRowIndex - b.ariaRowIndex);
    const first = rows.find((row) => row.getBoundingClientRect().bottom > top + 1);
    return { scrolled: list.scrollTop, first: first.id, active: list.getAttribute("aria-activedescendant") };
  })()`);

test.skipIf(chromiumPath === null)(
  "coming back from a story the list stands where it was left, without what was decided there, for one request",
  journey({}, async ({ page, me }) => {
    // More than a page of them, whatever was decided before.
    const ids = await inState(me, "dismissed");
    if (ids.length > 0)
      await me.api.bulkTriage({ body: { subject: "story", ids, action: { state: "new" } } });
    await page.clock.install();
    await page.goto("/");
    const list = page.getByRole("grid", { name: "Stories" });
    await list.getByRole("row").nth(5).waitFor();
    await list.focus();
    await press(page, "End");
    await list.locator('[aria-rowindex="54"]').waitFor();
    await press(page, "j", "j");
    const { active: next } = await placeIn(page);
    await press(page, "k");
    const left = await placeIn(page);
    expect(left.scrolled).toBeGreaterThan(1_000);
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname === "/api/v1/stories") asked.push(search);
    });

    // It is kept on its page; two minutes later, while it is still read, somebody else decides on another one.
    await press(page, "o");
    await page.waitForURL(/\/stories\/\d+/);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await press(page, "e");
    await said(page, /Kept 1 story/);
    await page.clock.fastForward("02:00");
    const other = Number(left.first.replace("row-", ""));
    await person("ada").api.bulkTriage({
      body: { subject: "story", ids: [other], action: { state: "dismissed" } },
    });
    await expect.poll(() => inState(me, "dismissed")).toContain(other);
    await page.goBack();
    await page.getByRole("button", { name: "1 story changed by others" }).waitFor();
    expect(await placeIn(page)).toEqual({ ...left, active: next });
    expect(await list.locator(`#${left.active}`).count()).toBe(0);
    await expect.poll(() => asked.length).toBe(1);
    expect(asked.filter((search) => search.includes("cursor="))).toEqual([]);

    // Asked for, it is read from its top.
    await page.getByRole("button", { name: "1 story changed by others" }).click();
    await expect.poll(() => placeIn(page)).toMatchObject({ scrolled: 0 });
    expect(await list.locator(`#${left.first}`).count()).toBe(0);
  }),
);

test.skipIf(chromiumPath === null)(
  "on a telephone a row is picked beside its box, and who comes back to rows of uneven height finds the same at the top",
  journey({}, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("/?state=all");
    const list = page.getByRole("grid", { name: "Stories" });
    await list.getByRole("row").nth(5).waitFor();
    // A finger lands beside the box and picks the row; it does not open the story.
    for (const picked of [true, false]) {
      await list
        .getByRole("gridcell")
        .first()
        .click({ position: { x: 4, y: 6 } });
      await expect.poll(() => list.getByRole("checkbox").first().isChecked()).toBe(picked);
    }
    const down = `(() => {
      const list = document.querySelector('[role="grid"][aria-label="Stories"]');
      list.scrollTop += 600;
      return Math.max(...[...list.querySelectorAll('[role="row"]')].map((row) => row.ariaRowIndex));
    })()`;
    await expect.poll(() => page.evaluate(down)).toBeGreaterThan(60);
    const { first } = await placeIn(page);
    const at = await list.locator(`#${first}`).getAttribute("aria-rowindex");
    await list
      .locator(`[aria-rowindex="${Number(at) + 2}"] a`)
      .first()
      .click();
    await page.waitForURL(/\/stories\/\d+/);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.goBack();
    await list.getByRole("row").first().waitFor();
    await expect.poll(async () => (await placeIn(page)).first).toBe(first);
  }),
);
