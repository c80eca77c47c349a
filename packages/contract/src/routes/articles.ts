import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import {
  flagText,
  id,
  idParams,
  idText,
  line,
  numberText,
  page,
  pageQuery,
  paragraphs,
  time,
  timeText,
  wordsText,
} from "../shapes.ts";
import { mentionRoutes } from "./mentions.ts";
import { note } from "./notes.ts";
import { triageLine, triageStates } from "./triage.ts";

const lineShape = {
  id,
  source: z.string(),
  title: z.string(),
  url: z.string().nullable(),
  authors: z.array(z.string()),
  published_at: time.nullable(),
  published_flag: z.string().nullable(),
  collected_at: time,
  language: z.string().nullable(),
  word_count: z.int(),
  version: z.int(),
  text_source: z.string(),
  scrape_error: z.string().nullable(),
  rejected_reason: z.string().nullable(),
  quality: z.int().nullable(),
  hunt: z.int().nullable(),
  score: z.number().nullable(),
  /** Number of its story. */
  story: id.nullable(),
  /** The article whose text this one repeats. */
  twin_of: id.nullable(),
  state: z.enum(triageStates),
  starred: z.boolean(),
};

export const articleLine = z
  .object({
    ...lineShape,
    /** The passage that a search found, matches between « and ». */
    excerpt: z.string().optional(),
  })
  .meta({ id: "ArticleLine" });

const scorePart = z.object({ name: z.string(), points: z.number(), reason: z.string() });

const versionLine = z
  .object({
    version: z.int(),
    title: z.string(),
    word_count: z.int(),
    /** When its publisher replaced it; null for what stands there now. */
    replaced_at: time.nullable(),
  })
  .meta({ id: "ArticleVersionLine" });

const article = z
  .object({
    ...lineShape,
    categories: z.array(z.string()),
    canonical_url: z.string().nullable(),
    summary: z.string().nullable(),
    text: z.string(),
    /** Sanitised when it was stored. */
    html: z.string(),
    links: z.array(z.object({ url: z.string(), text: z.string() })),
    modified_at: time.nullable(),
    changed_at: time.nullable(),
    scrape_message: z.string().nullable(),
    text_note: z.string().nullable(),
    quality_parts: z.array(scorePart).nullable(),
    hunt_parts: z.array(scorePart).nullable(),
    /** Why the primary of this twin is held to be first. */
    first_because: z.string().nullable(),
    twins: z.array(
      z.object({
        id,
        source: z.string(),
        title: z.string(),
        url: z.string().nullable(),
        kind: z.string(),
        similarity: z.number(),
        first_because: z.string(),
      }),
    ),
    copies: z.array(
      z.object({ source: z.string(), url: z.string().nullable(), title: z.string(), reason: z.string() }),
    ),
    versions: z.array(versionLine),
    /** With `expand=mentions`: the first 500. */
    mentions: mentionRoutes.listArticleMentions.response.shape.items.optional(),
    /** With `expand=notes`: the newest 100. */
    notes: z.array(note).optional(),
    /** With `expand=triage`. */
    triage: triageLine.optional(),
  })
  .meta({ id: "Article" });

const indicator = z.object({ type: z.string(), value: z.string() });

const diff = z
  .object({
    article_id: id,
    from: z.int(),
    to: z.int(),
    title: z.object({ before: z.string(), after: z.string() }),
    changes: z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() })),
    indicators: z.object({ added: z.array(indicator), removed: z.array(indicator) }),
  })
  .meta({ id: "ArticleDiff" });

/** In the search language. */
export const searchText = paragraphs(4_000, 0);

const filters = {
  q: searchText.optional(),
  source: line(200).optional(),
  /** Of the source. */
  tag: line(200).optional(),
  language: line(20).optional(),
  since: timeText.optional(),
  until: timeText.optional(),
  state: z.enum(triageStates).optional(),
  /** Those that a rule or a refusal keeps out. */
  rejected: flagText.optional(),
  /** Those whose page could not be read. */
  incomplete: flagText.optional(),
};

const version = numberText(1, 32_767);

const reading = { tag: "Articles", role: "viewer", scope: "read" } as const;

export const articleRoutes = {
  listArticles: route(paths.listArticles, {
    ...reading,
    summary: "Articles, the newest first",
    description: "`q` is read as by the search. `count` adds a total: exact, or the planner's estimate.",
    query: z.object({
      ...pageQuery(),
      ...filters,
      sort: z.enum(["newest", "score", "hunt"]).default("newest"),
      count: z.enum(["exact", "estimate"]).optional(),
    }),
    response: page(articleLine),
    problems: ["bad_cursor", "bad_query"],
  }),
  getArticle: route(paths.getArticle, {
    ...reading,
    summary: "One article with its text, and where else it stands",
    params: idParams,
    query: z.object({ expand: wordsText(["mentions", "notes", "triage"]).optional() }),
    response: article,
  }),
  listArticleVersions: route(paths.listArticleVersions, {
    ...reading,
    summary: "What its publisher changed, the newest version first",
    params: idParams,
    query: z.object(pageQuery()),
    response: page(versionLine),
    problems: ["bad_cursor"],
  }),
  getArticleVersion: route(paths.getArticleVersion, {
    ...reading,
    summary: "What an article said in one version",
    params: z.object({ id: idText, version }),
    response: versionLine
      .extend({ article_id: id, text: z.string(), html: z.string() })
      .meta({ id: "ArticleVersion" }),
  }),
  diffArticle: route(paths.diffArticle, {
    ...reading,
    summary: "Which words and indicators differ between two versions",
    description: "The last two, unless `from` or `to` is named.",
    params: idParams,
    query: z.object({ from: version.optional(), to: version.optional() }),
    response: diff,
    problems: ["invalid"],
    bucket: "search",
  }),
  getArticleMarkdown: route(paths.getArticleMarkdown, {
    ...reading,
    summary: "The article as Markdown with front matter",
    description: "What comes from the web is escaped: it shows as text and does nothing.",
    params: idParams,
    scope: "export",
    response: null,
    stream: ["text/markdown"],
    bucket: "export",
  }),
  restoreArticle: route(paths.restoreArticle, {
    tag: "Articles",
    role: "analyst",
    scope: "write",
    summary: "Take a rejected article back in, past the rules of its source",
    description:
      "Articles are shared by all tenants: where there is more than one, this needs the operator scope beside the role.",
    params: idParams,
    response: z.object({ id, title: z.string(), reason: z.string() }).meta({ id: "RestoredArticle" }),
    problems: ["conflict"],
    idempotent: true,
  }),
  exportArticles: route(paths.exportArticles, {
    tag: "Articles",
    role: "viewer",
    scope: "export",
    summary: "Articles with their text, as a stream",
    description:
      "In the order of their numbers. In CSV a cell that begins like a formula gets an apostrophe.",
    query: z.object({ ...filters, format: z.enum(["ndjson", "csv", "json"]).default("ndjson") }),
    response: null,
    stream: ["application/x-ndjson", "text/csv", "application/json"],
    problems: ["bad_query"],
    bucket: "export",
  }),
};
