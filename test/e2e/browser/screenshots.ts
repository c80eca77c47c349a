/**
 * Pictures of every page for people to look at: `npm run screenshots [-- --url http://127.0.0.1:8000] [--only WORD]`.
 * At 1440, 768 and 390 px, dark and light, into .screens/ (which git ignores), of a stack that is started for it or of
 * the one that `--url` names, where ada signs in.
 */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import type { Browser } from "playwright-core";

import { openBrowser } from "./chromium.ts";
import { countRequests, everyPage, outerPages, settled } from "./pages.ts";
import { openAs, type Person, signIn } from "./people.ts";
import { openSharedStack } from "./shared-stack.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    only: { type: "string" },
    out: { type: "string", default: path.resolve(import.meta.dirname, "../../../.screens") },
  },
});

const widths = [1440, 768, 390];
const themes = ["dark", "light"] as const;

const stack =
  values.url === undefined ? await openSharedStack() : { url: values.url, close: async () => undefined };
const browser = await openBrowser();
try {
  const ada = await signIn(stack.url, "ada");
  if (values.url === undefined) await furnish(ada, await signIn(stack.url, "ben"));
  const shown = { ...(await everyPage(ada)), ...(await richPages(ada)), ...outerPages };
  const pages = Object.entries(shown).filter(
    ([name]) => values.only === undefined || name.includes(values.only),
  );
  for (const width of widths)
    for (const theme of themes) {
      const folder = path.join(values.out, `${width}-${theme}`);
      mkdirSync(folder, { recursive: true });
      await takeAll(browser, ada, { pages, width, theme, folder });
      process.stdout.write(`${pages.length} pages in ${folder}\n`);
    }
} finally {
  await browser.close();
  await stack.close();
}

/** What people leave behind when they work here, so that no page of a picture is empty for want of it. */
async function furnish(ada: Person, ben: Person): Promise<void> {
  const { items: told } = await ada.api.listStories({ query: { min_articles: 2, limit: 1 } });
  const { items: stories } = await ada.api.listStories({ query: { limit: 8 } });
  const [story] = told;
  if (!story) throw new Error("There is no story of several articles: were the samples collected?");
  const { articles } = await ada.api.getStory({ params: { id: story.id } });
  await writeNotes(ada, ben, { story: story.id, article: articles[1]?.article_id ?? 1 });
  for (const tag of ["edge-devices", "patch-tonight"])
    await ada.api.addTag({ params: { subject: "story", id: story.id, tag } });
  for (const [at, state] of [
    [4, "kept"],
    [5, "dismissed"],
    [6, "read"],
  ] as const) {
    const id = stories[at]?.id;
    if (id !== undefined) await ben.api.setStoryTriage({ params: { id }, body: { state } });
  }
  await keepLists(ada);
  await ada.api.createTenant({ body: { slug: "north", name: "North plant" } });
  await ada.api.createToken({ body: { name: "SIEM, every night", scopes: ["read"], expires_in_days: 90 } });
  await ben.api.createToken({ body: { name: "notebook", scopes: ["read"], expires_in_days: 7 } });
}

async function writeNotes(ada: Person, ben: Person, ids: { story: number; article: number }): Promise<void> {
  for (const subject of ["story", "article"] as const) {
    const about = { subject, subject_id: ids[subject] };
    const text = "Three appliances still on 7.2.0:\n\n- fw-03\n- fw-11\n- lab\n\nAsked for a patch tonight.";
    await ada.api.createNote({ body: { ...about, text } });
    await ben.api.createNote({
      body: { ...about, text: "The addresses are in the block list since 14:00." },
    });
  }
}

async function keepLists({ api }: Person): Promise<void> {
  for (const [name, query, visibility] of [
    ["Edge devices under attack", "cve:CVE-2026-91427 since:30d", "team"],
    ["Akira and its friends", "malware:Akira score>=20", "private"],
    ["What APT29 does this quarter, but for what was said to be noise", "actor:APT29 -tag:noise", "team"],
  ] as const)
    await api.createSavedSearch({ body: { name, query, visibility } });
  await api.addWatch({ body: { kind: "entity", value: "APT29", weight: 2, note: "Went after our sector" } });
  await api.addWatch({ body: { kind: "entity", value: "Akira" } });
  await api.addWatch({ body: { kind: "term", value: "EdgeGate", weight: 1.5 } });
  await api.addBenign({ body: { value: "mail.example", match: "domain", note: "Our own mail server" } });
  await api.addBenign({ body: { value: "203.0.113.0/28", match: "cidr" } });
}

/** The same pages of what has more to show: an article of the story with most articles, and the run of most sources. */
async function richPages({ api }: Person): Promise<Record<string, string>> {
  const { items: stories } = await api.listStories({ query: { min_articles: 2, limit: 1 } });
  const story = stories[0] && (await api.getStory({ params: { id: stories[0].id } }));
  const { items: runs } = await api.listRuns({ query: { kind: "collect", limit: 200 } });
  const sourcesOf = ({ counts }: (typeof runs)[number]): number => counts["found"] ?? 0;
  const run = runs.toSorted((one, other) => sourcesOf(other) - sourcesOf(one))[0];
  const article = `/articles/${story?.articles[1]?.article_id ?? 1}`;
  return {
    ...(story && {
      article,
      "article-extracted": `${article}?tab=extracted`,
      "article-score": `${article}?tab=score`,
      "article-notes": `${article}?tab=notes`,
    }),
    ...(run && { run: `/ops/runs/${run.id}`, "run-compared": `/ops/runs/${run.id}?with=${run.id - 1}` }),
    "attack-technique": "/attack?technique=T1059",
  };
}

async function takeAll(
  from: Browser,
  ada: Person,
  {
    pages,
    width,
    theme,
    folder,
  }: { pages: [string, string][]; width: number; theme: (typeof themes)[number]; folder: string },
): Promise<void> {
  const height = width < 500 ? 844 : 900;
  const options = { viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce" } as const;
  const context = await openAs(from, ada, options);
  const outside = await from.newContext({ ...options, baseURL: ada.url });
  for (const each of [context, outside]) countRequests(each);
  for (const [name, address] of pages) {
    const page = await (name in outerPages ? outside : context).newPage();
    await page.goto(address);
    await settled(page).catch((error: unknown) => process.stderr.write(`${name}: ${String(error)}\n`));
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
    await page.close();
  }
  await context.close();
  await outside.close();
}
