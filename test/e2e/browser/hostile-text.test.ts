import { joinEmbeddedServer } from "@cti/db/embedded/server";
import { ollamaDouble } from "@cti/testing/ollama-double";
import type { Page } from "playwright-core";
import postgres, { type Sql } from "postgres";
import { expect, onTestFinished, test } from "vitest";

import { chromiumPath } from "./chromium.ts";
import {
  lookAtAnalysis,
  marks,
  modelPages,
  openPrompt,
  spoil,
  subjectsOf,
  writeAnalyses,
} from "./hostile-model.ts";
import { inBrowser } from "./open-test.ts";
import { everyPage, settled } from "./pages.ts";
import { payloads } from "./payloads.ts";
import { openAs, type Person, setUp } from "./people.ts";
import { buildClient, startServer } from "./stack.ts";

/** What the payloads call when they get through. */
const trap = `globalThis.ctiRan = []; globalThis.xss = (n) => globalThis.ctiRan.push(n);
  for (const name of ["alert", "confirm", "prompt"]) globalThis[name] = (text) => globalThis.ctiRan.push(name + text);`;

/** What a page must not hold, whatever it shows: handlers in the markup, addresses that run, things from elsewhere. */
const hostile = `[
  ...globalThis.ctiRan.map((what) => "ran: " + what),
  ...[...document.querySelectorAll("*")].flatMap((element) => [
    ...[...element.attributes].filter(({ name }) => name.startsWith("on")).map(({ name }) => element.tagName + " has " + name),
    ...["href", "src", "action", "formaction", "data", "xlink:href"]
      .map((name) => element.getAttribute(name) ?? "")
      .filter((address) => /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data:text)/i.test(address.replace(/[\\t\\n\\r]/g, "")) || /evil\\.example/.test(address.split("?")[0]))
      .map((address) => element.tagName + " leads to " + address),
    ...(/^(IFRAME|OBJECT|EMBED|BASE|MARQUEE|MATH|FOREIGNOBJECT|META)$/i.test(element.tagName) && !(element.tagName === "META" && element.closest("head") && /^(viewport|color-scheme|description)$|^$/.test(element.getAttribute("name") ?? "") && !element.httpEquiv)
      ? [element.tagName] : []),
    ...(element.tagName === "SCRIPT" && !/^\\/(assets\\/|theme\\.js)/.test(element.getAttribute("src") ?? "") ? ["script " + element.textContent] : []),
    ...(element.tagName === "STYLE" ? ["style " + element.textContent] : []),
  ]),
]`;

/** Pages on which the texts must be seen, or this test shows nothing. */
const shown =
  "triage story story-why story-timeline story-notes story-analysis articles articles-meaning article article-analysis article-similar models indicators indicator entities entity searches watchlist sources source runs run admin admin-tenants".split(
    " ",
  );

const sets = 4;
const inSet = (set: number): readonly string[] => payloads.filter((_, at) => at % sets === set);

test.skipIf(chromiumPath === null)(
  `none of ${payloads.length} hostile texts runs on any page, wherever it was written`,
  async () => {
    buildClient();
    const double = await ollamaDouble();
    onTestFinished(() => double.close());
    const server = await startServer({ OLLAMA_URL: double.url });
    onTestFinished(() => server.stop());
    const ada = await setUp(server);
    for (const command of [["up", "--once"], ["embed"]]) {
      const { code, stderr } = await server.cti(...command);
      if (code !== 0) throw new Error(stderr);
    }
    const embedded = await joinEmbeddedServer(server.folder);
    const sql = postgres(embedded.url, { max: 1, onnotice: () => undefined });
    const seen: Seen = { faults: [], showing: new Set() };
    try {
      await writeThroughTheApi(ada);
      const subjects = await subjectsOf(ada);
      const asked = payloads.filter((_, at) => at % 25 === 0);
      const pages = { ...(await everyPage(ada)), ...(await more(ada)), ...modelPages(subjects, asked) };
      await inBrowser({ name: "hostile texts" }, async (open) => {
        const page = await open(ada.url, (browser) => openAs(browser, ada));
        await page.addInitScript(trap);
        for (let set = 0; set < sets; set += 1) {
          const texts = inSet(set);
          await writeIntoTables(sql, texts);
          await writeAnalyses(sql, subjects, texts);
          spoil(double, texts, set === sets - 1);
          for (const [name, address] of Object.entries(pages)) {
            await page.goto(address);
            await settled(page);
            await handle(page);
            await lookAtAnalysis(page, sql, texts);
            await look(page, name, seen);
            if (name.endsWith("-analysis") && (await openPrompt(page))) await look(page, name, seen);
          }
        }
      });
    } finally {
      await sql.end();
      await embedded.leave();
    }
    expect(seen.faults).toEqual([]);
    // The texts were there to be seen.
    expect([...seen.showing].toSorted()).toEqual(expect.arrayContaining([...shown, ...marks].toSorted()));
  },
  1_200_000,
);

/** What is wrong with the pages, and which of them (and of the marks) showed hostile texts. */
type Seen = { faults: string[]; showing: Set<string> };

async function look(page: Page, name: string, { faults, showing }: Seen): Promise<void> {
  const text = await page.locator("body").innerText();
  if (/xss\(/.test(text)) showing.add(name);
  for (const mark of marks) if (text.includes(`«${mark}»`)) showing.add(mark);
  const found = await page.evaluate<string[]>(hostile);
  faults.push(...found.map((fault) => `${name}: ${fault}`));
}

/** As somebody looks around: focus, pointer, unfolding. */
async function handle(page: Page): Promise<void> {
  await page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true })");
  for (const key of ["j", "j", "Tab", "Tab"]) await page.keyboard.press(key);
  await page.mouse.move(500, 300);
}

/** Pages that show somebody's words in their address. */
async function more(ada: Person): Promise<Record<string, string>> {
  const [article] = (await ada.api.listArticles({ query: { limit: 1 } })).items;
  const asked = Object.fromEntries(
    payloads
      .filter((_, at) => at % 9 === 0)
      .map((text, at) => [`articles?q ${at}`, `/articles?q=${encodeURIComponent(text)}`]),
  );
  const outside = payloads.filter((text) => /^[a-z]+\s*:|^\/\//i.test(text));
  return {
    ...asked,
    ...Object.fromEntries(outside.map((url, at) => [`out ${at}`, `/out?url=${encodeURIComponent(url)}`])),
    "article-text": `/articles/${article?.id ?? 1}?tab=text`,
    "sign-in next": `/sign-in?next=${encodeURIComponent("javascript:xss(1)")}&login_error=${encodeURIComponent("<img src=x onerror=xss(1)>")}`,
    "not found": `/${encodeURIComponent("<img src=x onerror=xss(1)>")}`,
  };
}

/** What people can write. */
async function writeThroughTheApi({ api }: Person): Promise<void> {
  const [story] = (await api.listStories({ query: { min_articles: 2, limit: 1 } })).items;
  const [article] = (await api.listArticles({ query: { limit: 1 } })).items;
  if (!story || !article) throw new Error("nothing was collected");
  for (const [at, text] of payloads.entries()) {
    // Some are refused, which is as good.
    const tries = [
      () => api.createNote({ body: { subject: "story", subject_id: story.id, text } }),
      () => api.createNote({ body: { subject: "article", subject_id: article.id, text } }),
      () => api.addTag({ params: { subject: "story", id: story.id, tag: text.slice(0, 60) } }),
      () =>
        api.createSavedSearch({
          body: { name: text.slice(0, 100), query: "lumma", visibility: at % 2 === 0 ? "team" : "private" },
        }),
      () => api.addWatch({ body: { kind: "product", value: text.slice(0, 200), note: text } }),
      () => api.createToken({ body: { name: text.slice(0, 100), scopes: ["read"], expires_in_days: 30 } }),
      () => api.createTenant({ body: { slug: `t-${at}`, name: text.slice(0, 200) } }),
      () => api.createUser({ body: { username: `u-${at}`, name: text.slice(0, 200), role: "viewer" } }),
      () => api.addBenign({ body: { value: `b${at}.example`, match: "domain", note: text } }),
    ];
    if (at % 6 === 0) for (const write of tries) await write().catch(() => undefined);
  }
}

/** What comes from the web, and what processes say about it. */
async function writeIntoTables(sql: Sql, texts: readonly string[]): Promise<void> {
  const pick = sql`(${sql.array([...texts])}::text[])[1 + (id % ${texts.length})::int]`;
  const all = texts.join("\n");
  await sql`set session_replication_role = replica`;
  await sql`update articles set title = ${pick}, summary = ${pick}, authors = array[${pick}], categories = array[left(${pick}, 60)],
    text = left(text, 8000) || E'\n' || ${all}, html = left(html, 8000) || ${all}, scrape_message = ${pick}, text_note = ${pick},
    url = case when id % 3 = 0 then 'javascript:xss(1)//' || id when id % 3 = 1 then 'https://evil.example/"><img src=x onerror=xss(1)>' || id else url end`;
  await sql`update article_versions set title = ${texts[0] ?? ""}, text = ${all}, html = ${all}`;
  await sql`update stories set title = ${pick}`;
  await sql`update entities set label = ${pick} where id % 2 = 0`;
  await sql`update entities set value = ${pick} || id where id % 4 = 1`;
  await sql`update entity_aliases set alias = ${texts[1] ?? ""}, source = ${texts[2] ?? ""} where entity_id % 3 = 0`;
  await sql`update mentions set matched = ${texts[3 % texts.length] ?? ""}, reasons = array[${texts[4] ?? ""}, ${texts[5] ?? ""}]`;
  await sql`update sources set name = ${pick}, note = ${pick}, tags = array_append(tags[1:1], left(${pick}, 60)), last_error = 'fetch', last_error_message = ${pick}, consecutive_failures = 4`;
  await sql`update sources set site_url = 'javascript:xss(1)'`;
  await sql`update source_checks set message = ${pick}, reason = ${pick}, warnings = array[${pick}]`;
  await sql`update runs set actor = ${pick}, status = case when id % 2 = 0 then 'completed_with_errors' else status end,
    errors = jsonb_build_array(jsonb_build_object('reason', ${pick}, 'source', ${pick}, 'message', ${pick})), warnings = jsonb_build_array(${pick})`;
  await sql`update story_articles set reasons = jsonb_set(reasons, '{sentence}', to_jsonb(${texts[6] ?? ""}::text))`;
  await sql`update story_changes set actor = ${pick}, reason = ${pick}`;
  await sql`update job_records set error = ${texts[7] ?? ""}, payload = jsonb_build_object('note', ${texts[8] ?? ""}::text)`;
  await sql`update notes set actor = ${pick}, text = ${all}`;
  await sql`update schedules set last_error = ${texts[9] ?? ""}, requested_by = ${texts[10] ?? ""}`;
  await sql`update scores set parts = replace(parts::text, '"reason": "', '"reason": "<img src=x onerror=xss(1)> ')::jsonb`;
  await sql`update workers set host = ${texts[11] ?? ""}, version = ${texts[12] ?? ""}`;
}
