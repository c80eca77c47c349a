import { expect, onTestFinished, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import { journey, person, press } from "./open-test.ts";
import { everyPage, settled } from "./pages.ts";
import { addPerson, signIn } from "./people.ts";

/** Words of controls that change something. */
const changing =
  /^(keep|dismiss|star|label|assign|snooze|merge|pin|split out|accept\b.*|reject\b.*|harmless.*|save.*|add .*|new .*|remove.*|delete.*|retry.*|cancel|pause.*|resume.*|collect now|run .*now|test|watch( .*)?|import.*|write a note|make .*)$/i;

test.skipIf(chromiumPath === null)(
  "J9: a viewer sees no control that changes anything, and is refused when asking directly",
  journey({ as: "vic" }, async ({ page, me }) => {
    const pages = await everyPage(person("ada"));
    const found: string[] = [];
    for (const [name, address] of Object.entries(pages)) {
      // The own account is everybody's to change; the page of the outside has no controls.
      if (/^(account|out|admin|not-found)/.test(name)) continue;
      await page.goto(address);
      await settled(page);
      const names = await page.evaluate<string[]>(
        `[...document.querySelectorAll("main button, footer button, main form [type=submit]")].map((button) => (button.getAttribute("aria-label") ?? button.textContent).trim())`,
      );
      found.push(...names.filter((each) => changing.test(each)).map((each) => `${name}: ${each}`));
    }
    expect(found).toEqual([]);
    await page.goto("/");
    await page.getByRole("grid", { name: "Stories" }).getByRole("row").first().waitFor();
    await press(page, "j", "e", "d");
    const refused = me.api.bulkTriage({ body: { subject: "story", ids: [1], action: { state: "kept" } } });
    await expect(refused).rejects.toMatchObject({ status: 403 });
    await expect(me.api.listUsers({})).rejects.toMatchObject({ status: 403 });
    expect(
      await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Admin" }).count(),
    ).toBe(0);
  }),
);

test.skipIf(chromiumPath === null)(
  "J9: what one tenant decides another does not see",
  journey({ as: "ada" }, async ({ page, me, openFor }) => {
    const slug = `other-${Date.now().toString(36)}`;
    const { id: tenant } = await me.api.createTenant({ body: { slug, name: "The Other" } });
    // While there are two tenants an analyst may not reshape stories, which belong to both.
    onTestFinished(async () => {
      await me.api.removeTenant({ params: { id: tenant }, query: { confirm: slug }, ifMatch: "*" });
    });
    const id = await addPerson(me, { username: slug, role: "viewer" });
    await me.api.setMember({ params: { id: tenant, user_id: id }, body: { role: "analyst" } });
    const [story] = (await me.api.listStories({ query: { limit: 1 } })).items;
    if (!story) throw new Error("there is no story");
    const note = `only ours ${slug}`;
    await me.api.createNote({ body: { subject: "story", subject_id: story.id, text: note } });
    await me.api.addTag({ params: { subject: "story", id: story.id, tag: `ours-${slug}` } });
    await page.goto(`/stories/${story.id}?tab=notes`);
    await page.getByText(note).waitFor();

    const theirs = await openFor(await signIn(me.url, slug, { tenant: slug }));
    await theirs.goto(`/stories/${story.id}?tab=notes`);
    await settled(theirs);
    expect(await theirs.getByText(note).count()).toBe(0);
    await theirs.goto("/?state=all");
    await settled(theirs);
    expect(await theirs.getByText(`ours-${slug}`).count()).toBe(0);
  }),
);

test.skipIf(chromiumPath === null)(
  "J9: a session that an admin ends signs the open tab out within five seconds",
  journey({ as: "ada", expected: /401/ }, async ({ page, me, openFor }) => {
    const username = `gone-${Date.now().toString(36)}`;
    const id = await addPerson(me, { username, role: "analyst" });
    const theirs = await openFor(await signIn(me.url, username));
    await theirs.goto("/");
    await settled(theirs);
    await page.goto(`/admin?user=${id}`);
    await settled(page);
    await me.api.revokeUserSessions({ params: { id } });
    await expect.poll(() => theirs.url(), { timeout: 5_000 }).toContain("/sign-in");
  }),
);
