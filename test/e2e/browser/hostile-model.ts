import type { OllamaDouble } from "@cti/testing/ollama-double";
import type { Page } from "playwright-core";
import type { JSONValue, Sql } from "postgres";

import { until } from "../backends.ts";
import type { Person } from "./people.ts";

/** What is analysed here, and a story that might be the same as this one. */
export type Subjects = { article: number; story: number; other: number };

/** Ends of texts that must have been on screen: what a model says, why that is not believed, what went wrong with it. */
export const marks = (
  "claim advice subject quote unsupported reason passage model prompt failure waiting written proposal " +
  "installed family version away"
).split(" ");

/** Marks a text, so that it is known which of all that a page shows it was. */
const marked = (text: string | undefined, mark: string): string => `${text ?? ""} «${mark}»`;

export async function subjectsOf({ api }: Person): Promise<Subjects> {
  const { items: articles } = await api.listArticles({ query: { limit: 1 } });
  const { items: several } = await api.listStories({ query: { min_articles: 2, limit: 1 } });
  const [article, story] = [articles[0]?.id, several[0]?.id];
  const { items: stories } = await api.listStories({ query: { limit: 2 } });
  const other = stories.find(({ id }) => id !== story)?.id;
  if (article === undefined || story === undefined || other === undefined)
    throw new Error("There are not enough samples.");
  return { article, story, other };
}

/** The pages of a model that show more than those that everybody knows. */
export function modelPages({ article, story }: Subjects, texts: readonly string[]): Record<string, string> {
  const asked = texts.map((text, at) => [
    `articles?meaning ${at}`,
    `/articles?mode=meaning&q=${encodeURIComponent(text)}`,
  ]);
  return {
    "article-hunt": `/articles/${article}?tab=analysis&kind=hunt`,
    "article-detection": `/articles/${article}?tab=analysis&kind=detection`,
    "article-entities": `/articles/${article}?tab=analysis&kind=entities`,
    "story-hunt": `/stories/${story}?tab=analysis&kind=hunt`,
    ...(Object.fromEntries(asked) as Record<string, string>),
  };
}

/** What Ollama says of itself and of what it has, or, `isBroken`, with what words it fails. */
export function spoil(double: OllamaDouble, texts: readonly string[], isBroken: boolean): void {
  double.heal();
  const details = {
    family: marked(texts[1], "family"),
    parameter_size: texts[2],
    quantization_level: texts[3],
  };
  const names = [
    "mistral:latest",
    "nomic-embed-text:latest",
    marked(texts[0], "installed"),
    ...texts.slice(4),
  ];
  const models = names.map((name) => ({ name, size: 1, digest: "0", details }));
  double.fault("/api/version", { body: JSON.stringify({ version: marked(texts[0], "version") }) }, Infinity);
  if (!isBroken) return double.fault("/api/tags", { body: JSON.stringify({ models }) }, Infinity);
  const error = JSON.stringify({ error: marked(texts[0], "away") });
  for (const path of ["/api/tags", "/api/embed"]) double.fault(path, { status: 500, body: error }, Infinity);
}

/** What a model that was led astray would have said: of an article and a story, done, failed, waiting and under way. */
export async function writeAnalyses(
  sql: Sql,
  { article, story, other }: Subjects,
  texts: readonly string[],
): Promise<void> {
  const done = { status: "completed", output: outputOf(article, texts) };
  const rows = [
    { subject: "article", id: article, kind: "summary", ...done },
    { subject: "article", id: article, kind: "hunt", ...done },
    { subject: "article", id: article, kind: "hunt", status: "failed", error: marked(texts[1], "failure") },
    {
      subject: "article",
      id: article,
      kind: "detection",
      status: "queued",
      error: marked(texts[2], "waiting"),
    },
    { subject: "article", id: article, kind: "entities", status: "running" },
    { subject: "story", id: story, kind: "summary", ...done },
    { subject: "story", id: story, kind: "hunt", ...done },
    // Of a kind that no page asks for: only the numbers of all tell of it.
    { subject: "article", id: 987_654_321, kind: texts[3] ?? "", ...done },
  ];
  await sql`delete from analyses`;
  for (const [at, row] of rows.entries()) {
    const { subject, id, kind, status, output, error } = { output: null, error: null, ...row };
    await sql`insert into analyses (subject, subject_id, kind, model, prompt_version, input_hash, params, status, output, error, started_at, finished_at)
      values (${subject}, ${id}, ${kind}, ${marked(texts[4], "model")}, ${marked(texts[5], "prompt")}, ${`hostile ${at}`}, '{}', ${status},
        ${output === null ? null : sql.json(output)}, ${error}, now(), now())`;
  }
  const pair = [story, other].toSorted((one, two) => one - two);
  await sql`delete from merge_proposals`;
  await sql`insert into merge_proposals (story_a, story_b, similarity, model, sentence, proposed_at)
    values (${pair[0] ?? 0}, ${pair[1] ?? 0}, 0.9, ${texts[6] ?? ""}, ${marked(texts[7], "proposal")}, now())`;
}

const facts = ["title", "summary", "behaviour", "observable", "technique", "entity", "detectable"] as const;
const advice = ["hypothesis", "data_source", "query", "log_source", "false_positive", "huntability"] as const;
/** The last is none that is known, but a text. */
const types = ["technique", "url", "domain", "sha256", "actor", "malware", null] as const;

type Said = {
  section: string;
  text: string;
  subject: { type: string; value: string; label: string | null } | null;
  quotes: string[];
  status: "supported" | "unsupported";
  reason: string | null;
};

/** Each text as what was said, as whom it is about, as what was quoted and as why it is not believed. */
function outputOf(articleId: number, texts: readonly string[]): JSONValue {
  const claim = (section: string, text: string, more: Partial<Said> = {}): Said => ({
    section,
    text,
    subject: null,
    quotes: [text],
    status: "supported",
    reason: null,
    ...more,
  });
  const [one = "", two = ""] = texts;
  const first = [
    claim("summary", marked(one, "claim"), { quotes: [marked(two, "quote")] }),
    claim("query", marked(two, "advice")),
    claim("entity", one, { subject: { type: "actor", value: two, label: marked(one, "subject") } }),
    claim("summary", marked(one, "unsupported"), { status: "unsupported", reason: marked(two, "reason") }),
  ];
  const rest = texts.flatMap((text, at) => [
    claim(facts[at % facts.length] ?? "summary", text, {
      subject: { type: types[at % types.length] ?? text, value: text, label: at % 2 === 0 ? text : null },
    }),
    claim(advice[at % advice.length] ?? "query", text),
    claim("summary", text, { status: "unsupported", reason: text }),
  ]);
  return {
    // Each rests on a place of its own, or several would share one number and one quote.
    claims: [...first, ...rest].map((each, at) => ({
      id: at + 1,
      ...each,
      evidence: each.quotes.map((quote) => ({
        quote,
        spans: [{ articleId, field: "text", start: at, end: at + 40 }],
      })),
    })),
    huntability: 5,
    coverage: { parts: 2, partsRead: 1, chars: 100, charsRead: 50 },
    suspicious: texts.map((text, at) => ({
      articleId,
      start: at,
      end: at + 10,
      reason: at === 0 ? marked(text, "passage") : text,
    })),
    leftOut: { surplus: 1, known: 1 },
  };
}

/** As somebody who looks at an analysis: what the model writes, a quote from near, the prompt. */
export async function lookAtAnalysis(page: Page, sql: Sql, texts: readonly string[]): Promise<void> {
  const written = page.getByText("«written»");
  if (await page.getByText("The model reads").isVisible())
    await until(async () => {
      await tellDelta(sql, texts);
      return written.isVisible();
    }, 10_000);
  const evidence = page.getByRole("link", { name: /evidence:.*«quote»/s }).first();
  if (await evidence.isVisible()) {
    await evidence.hover();
    await page.locator("blockquote").first().waitFor();
  }
}

async function tellDelta(sql: Sql, texts: readonly string[]): Promise<void> {
  const [row] = await sql<{ id: string }[]>`select id from analyses where status = 'running'`;
  const text = marked(texts.join("\n"), "written");
  const data = { analysis_id: Number(row?.id), done: 1, total: 3, text };
  await sql`select emit_event('llm.delta', ${`analysis:${row?.id ?? 0}`}, null, null, ${sql.json(data)})`;
}

/** Opens the prompt, which is made of the article; false where there is none. */
export async function openPrompt(page: Page): Promise<boolean> {
  const button = page.getByRole("button", { name: "Show prompt" });
  if (!(await button.isVisible())) return false;
  await button.click();
  await page.getByRole("dialog", { name: "Prompt" }).locator("pre").first().waitFor();
  return true;
}
