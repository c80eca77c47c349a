import type { Locator, Page } from "playwright-core";

import type { Person } from "./people.ts";

/** Something that opens over a page or in it: where it is, what opens it, and what is there when it is open. */
export type Opening = {
  name: string;
  address: string;
  /** Of the window, in pixels; the usual one unless told. */
  viewport?: { width: number; height: number };
  open: (page: Page) => Promise<unknown>;
  shows: (page: Page) => Locator;
};

const telephone = { width: 390, height: 844 };

/** Every window and menu, every part that folds out, and forms that were filled in wrongly. */
export async function openings({ api }: Person): Promise<Opening[]> {
  // The names and addresses of the samples are known as harmless.
  const [stories, articles, hashes, sources, runs, techniques] = await Promise.all([
    api.listStories({ query: { min_articles: 2, limit: 1 } }),
    api.listArticles({ query: { limit: 1 } }),
    api.listIndicators({ query: { type: ["sha256"], limit: 1 } }),
    api.listSources({ query: { limit: 1, tag: "samples" } }),
    api.listRuns({ query: { kind: "collect", limit: 2 } }),
    api.listEntities({ query: { type: ["technique"], limit: 1 } }),
  ]);
  const id = ({ items }: { items: { id: number }[] }, at = 0): number => items[at]?.id ?? 1;
  const [mention] = (await api.listEntityMentions({ params: { id: id(hashes) }, query: { limit: 1 } })).items;
  const story = `/stories/${id(stories)}`;
  const article = `/articles/${id(articles)}`;
  const source = `/ops/sources/${id(sources)}`;
  const reading = `/articles/${mention?.article_id ?? 1}?entity=${id(hashes)}`;
  return [
    keyed("palette", "/", "Control+k"),
    keyed("keys", "/", "?"),
    menu("account", "/", /^Account of/),
    {
      name: "the menu on a telephone",
      address: "/",
      viewport: telephone,
      open: (page) => page.getByRole("navigation", { name: "Main" }).getByRole("button").click(),
      shows: (page) => page.getByRole("dialog"),
    },
    keyed("label stories", "/", "l"),
    keyed("assign a story", "/", "a"),
    keyed("snooze a story", "/", "h"),
    keyed("merge a story", "/", "m"),
    menu("more of a story", story, "More"),
    { ...menu("more of a story on a telephone", story, "More"), viewport: telephone },
    { ...unfolded("a story's parts on a telephone", story), viewport: telephone },
    keyed("label a story", story, "l"),
    {
      name: "selected stories",
      address: "/",
      open: async (page) => {
        await page.getByRole("grid", { name: "Stories" }).getByRole("row").first().waitFor();
        for (const key of ["x", "j", "x"]) await page.keyboard.press(key);
      },
      shows: (page) => page.getByText("2 selected"),
    },
    {
      name: "a chosen row that is scrolled away",
      address: "/?state=all",
      open: async (page) => {
        const grid = page.getByRole("grid", { name: "Stories" });
        await grid.getByRole("row").first().waitFor();
        await page.keyboard.press("j");
        await grid.hover();
        await page.mouse.wheel(0, 5_000);
      },
      shows: (page) => page.getByRole("grid", { name: "Stories" }).getByRole("row").last(),
    },
    dialog("save a search", "/articles", "Save search"),
    dialog("export of articles", "/articles", "Export"),
    dialog("how to search", "/articles", /how to search/i),
    keyed("label an article", article, "l"),
    keyed("note on an article", article, "n"),
    dialog("harmless", reading, "Harmless …"),
    dialog("export of indicators", "/indicators", "Export"),
    menu("export of the matrix", "/attack", "Export"),
    {
      name: "technique",
      address: `/attack?technique=${techniques.items[0]?.value ?? "T1059"}`,
      open: () => Promise.resolve(),
      shows: (page) => page.locator("#technique-name"),
    },
    dialog("import of sources", "/ops/sources", "Import OPML"),
    {
      name: "test of a source",
      address: "/ops/sources",
      open: async (page) => {
        await page.getByRole("grid").getByRole("row").first().waitFor();
        await page.keyboard.press("j");
        await page.keyboard.press("t");
      },
      shows: (page) => page.getByRole("dialog"),
    },
    dialog("delete a source", `${source}?tab=settings`, /^Delete with its articles/),
    menu("run now", "/ops/runs", "Run now"),
    unfolded("failures of runs", "/ops/runs"),
    {
      name: "two runs compared",
      address: `/ops/runs/${id(runs)}?with=${id(runs, 1)}`,
      open: unfold,
      shows: (page) => page.getByRole("button", { name: "Close comparison" }),
    },
    dialog("a schedule", "/ops/jobs?tab=schedules", /^Edit /),
    unfolded("numbers of health", "/ops/health"),
    unfolded("an entity's picture", `/entities/${id(hashes)}`),
    unfolded("a story's parts", story),
    dialog("new user", "/admin", "Add somebody"),
    dialog("a user", "/admin", /^vic/),
    dialog("a tenant", "/admin?tab=tenants", /default/),
    dialog("new token", "/account?tab=tokens", "New token"),
    wrong("password", "/account?tab=password", /change|save/i),
    wrong("two-factor", "/account?tab=two-factor", "Begin"),
  ];
}

function keyed(name: string, address: string, key: string): Opening {
  return {
    name,
    address,
    open: (page) => page.keyboard.press(key),
    shows: (page) => page.getByRole("dialog"),
  };
}

function dialog(name: string, address: string, button: string | RegExp): Opening {
  return {
    name,
    address,
    open: (page) => page.getByRole("button", { name: button }).first().click(),
    shows: (page) => page.getByRole("dialog"),
  };
}

function menu(name: string, address: string, button: string | RegExp): Opening {
  return {
    name,
    address,
    open: (page) => page.getByRole("button", { name: button }).first().click(),
    shows: (page) => page.getByRole("menu"),
  };
}

function unfolded(name: string, address: string): Opening {
  return { name, address, open: unfold, shows: (page) => page.locator("details[open]").first() };
}

function unfold(page: Page): Promise<unknown> {
  return page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true })");
}

/** A form that is sent as it stands, or with a password that is not the right one. */
function wrong(name: string, address: string, button: string | RegExp): Opening {
  return {
    name,
    address,
    open: async (page) => {
      for (const field of await page.locator("main input[type=password]").all())
        await field.fill("not-the-right-one-1");
      await page.locator("main").getByRole("button", { name: button }).first().click();
    },
    shows: (page) => page.getByRole("alert").first(),
  };
}
