import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import {
  accepted,
  flagText,
  id,
  idParams,
  line,
  numberText,
  pageQuery,
  page,
  paragraphs,
  time,
} from "../shapes.ts";

const tag = "Sources";
const kinds = ["rss", "atom", "json", "sitemap", "listing", "wp-json"] as const;
/** A file of the server's own can be followed from its command line only. */
const kind = z.enum(kinds);
const state = z.enum(["ok", "failing", "dead", "quiet", "never"]).meta({
  description:
    "never: not looked at yet; failing: not read at its last check; dead: not for so long that somebody must look after it; quiet: answers, but has had nothing new for four weeks",
});

const counts = z.record(z.string(), z.number());

const check = z
  .object({
    id,
    run_id: id.nullable(),
    started_at: time,
    duration_ms: z.number(),
    outcome: z.string(),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    wire_bytes: z.number(),
    counts,
    warnings: z.array(z.string()),
  })
  .meta({ id: "SourceCheck" });

const sourceLine = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    kind: z.enum([...kinds, "file"]),
    /** Without operator scope logins and keys in it are masked. */
    url: z.string(),
    site_url: z.string().nullable(),
    tier: z.int(),
    weight: z.number(),
    tags: z.array(z.string()),
    enabled: z.boolean(),
    interval_seconds: z.int().nullable(),
    note: z.string().nullable(),
    origin: z.string(),
    articles: z.int().meta({ description: "Up to ten seconds old in lists" }),
    state,
    state_reason: z.string().nullable(),
    last_error: z.string().nullable(),
    last_error_message: z.string().nullable(),
    consecutive_failures: z.int(),
    last_checked_at: time.nullable(),
    last_success_at: time.nullable(),
    last_new_at: time.nullable(),
    next_check_at: time,
    revision: z.int(),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: "SourceLine" });

const ruleShown = z.object({
  field: z.enum(["title", "url", "text", "any"]),
  words: z.string().optional(),
  pattern: z.string().optional(),
});

const selectorNames = ["item", "link", "title", "date", "summary"] as const;

const source = sourceLine
  .extend({
    settings: z.object({
      include: z.array(ruleShown),
      exclude: z.array(ruleShown),
      selectors: z.partialRecord(z.enum(selectorNames), z.string()).nullable(),
      user_agent: z.string().nullable(),
      ignore_robots: z.boolean(),
    }),
    template_known: z.boolean(),
    owned_by_pack: z.boolean(),
    checks: z.array(check),
  })
  .meta({ id: "Source" });

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .regex(/^[^\s\p{Cc}]+$/u, "Write an address without spaces");

const rule = z.object({
  field: z.enum(["title", "url", "text", "any"]),
  words: line(1_000).optional(),
  pattern: line(1_000).optional().meta({ description: "A regular expression in RE2 syntax" }),
});

const selector = line(500).optional();

/** null takes a setting away. */
const settings = z.object({
  include: z.array(rule).max(200).nullable().optional(),
  exclude: z.array(rule).max(200).nullable().optional(),
  selectors: z
    .object({ item: selector, link: selector, title: selector, date: selector, summary: selector })
    .nullable()
    .optional(),
  user_agent: z
    .string()
    .regex(/^[\x20-\x7e]{1,300}$/, "Write up to 300 printable ASCII characters")
    .nullable()
    .optional(),
  ignore_robots: z.boolean().nullable().optional(),
});

const editable = {
  name: line(200).optional(),
  tier: z.int().min(1).max(3).optional(),
  weight: z.number().min(0.01).max(10).optional(),
  tags: z.array(line(100)).max(50).optional(),
  enabled: z.boolean().optional(),
  interval_seconds: z
    .int()
    .min(60)
    .max(366 * 86_400)
    .nullable()
    .optional(),
  note: paragraphs(2_000).nullable().optional(),
  settings: settings.optional(),
  kind: kind.optional(),
};

const failure = z.object({ reason: z.string(), message: z.string() });

export const sourceRoutes = {
  listSources: route(paths.listSources, {
    tag,
    summary: "Sources that are followed, by slug",
    query: z.object({
      ...pageQuery(),
      enabled: flagText.optional(),
      failing: flagText.optional(),
      state: state.optional(),
      tag: line(100).optional(),
      kind: z.enum([...kinds, "file"]).optional(),
      tier: numberText(1, 3).optional(),
      q: line(200).optional().meta({ description: "Part of slug or name" }),
    }),
    response: page(sourceLine),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
    collector: true,
  }),
  createSource: route(paths.createSource, {
    tag,
    summary: "Follow a site",
    description:
      "Without `kind` the address is looked at, and what is found there is followed: the feed that a page names, its sitemap, its list of articles. With `kind` it is followed as it is.",
    body: z.object({ ...editable, url, slug: line(60).optional() }),
    response: source,
    status: 201,
    problems: ["conflict", "invalid", "upstream"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
    bucket: "outbound",
  }),
  findSource: route(paths.findSource, {
    tag,
    summary: "The source of this slug, number or address",
    description: "`not_found` names the one that is nearest to it.",
    query: z.object({ name: line(2_000) }),
    response: source,
    problems: ["not_found"],
    role: "viewer",
    scope: "read",
  }),
  getSource: route(paths.getSource, {
    tag,
    summary: "A source with its settings and latest checks",
    params: idParams,
    response: source,
    role: "viewer",
    scope: "read",
    collector: true,
  }),
  changeSource: route(paths.changeSource, {
    tag,
    summary: "Change a source",
    description: "Of `settings` only what is named is changed; null takes it away.",
    params: idParams,
    body: z.object({ ...editable, url: url.optional() }),
    response: source,
    problems: ["conflict", "invalid"],
    role: "analyst",
    scope: "operator",
    ifMatch: true,
  }),
  removeSource: route(paths.removeSource, {
    tag,
    summary: "Stop following a source",
    description:
      "Its articles stay. With `purge` they are deleted for good, which needs the slug in `confirm`.",
    params: idParams,
    query: z.object({ purge: flagText.optional(), confirm: line(100).optional() }),
    response: z.object({ slug: z.string(), articles: z.int(), purged: z.boolean() }),
    problems: ["invalid"],
    role: "analyst",
    scope: "operator",
  }),
  toggleSource: route(paths.toggleSource, {
    tag,
    summary: "Enable a source that is disabled, or the other way round",
    params: idParams,
    response: source,
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
  testSource: route(paths.testSource, {
    tag,
    summary: "Read a source now and tell each step; stores nothing",
    description: "That it fails is an answer, with ok false. Takes 30 seconds at most.",
    params: idParams,
    response: z
      .object({
        ok: z.boolean(),
        error: failure.nullable(),
        trace: z.array(
          z.object({ step: z.string(), at_ms: z.number(), detail: z.record(z.string(), z.unknown()) }),
        ),
        kind: z.string().nullable(),
        title: z.string(),
        moved_to: z.string().nullable(),
        wire_bytes: z.number(),
        entries: z.int(),
        sample: z.array(
          z.object({
            title: z.string(),
            url: z.string().nullable(),
            published: time.nullable(),
            published_flag: z.string().nullable(),
            words: z.int(),
            text_source: z.string(),
            language: z.string().nullable(),
            rejected: z.string().nullable(),
            error: failure.nullable(),
          }),
        ),
        warnings: z.array(z.string()),
        duration_ms: z.number(),
      })
      .meta({ id: "SourceTest" }),
    role: "analyst",
    scope: "operator",
    bucket: "outbound",
  }),
  probeSource: route(paths.probeSource, {
    tag,
    summary: "Find out what can be followed at an address; stores nothing",
    description: "That nothing is found is an answer, with ok false. Takes 30 seconds at most.",
    body: z.object({ url }),
    response: z
      .object({
        ok: z.boolean(),
        error: failure.nullable(),
        found: z
          .object({
            url: z.string(),
            kind: z.string(),
            title: z.string(),
            site_url: z.string().nullable(),
            entries: z.int(),
            reason: z.string(),
            warnings: z.array(z.string()),
            sample: z.array(
              z.object({ title: z.string(), url: z.string().nullable(), published: time.nullable() }),
            ),
          })
          .nullable(),
        candidates: z.array(
          z.object({
            url: z.string(),
            kind: z.string(),
            title: z.string().nullable(),
            reason: z.string(),
          }),
        ),
        duration_ms: z.number(),
      })
      .meta({ id: "SourceProbe" }),
    role: "analyst",
    scope: "operator",
    bucket: "outbound",
  }),
  getSourceActivity: route(paths.getSourceActivity, {
    tag,
    summary: "The latest checks of sources and what they brought, day by day",
    description: "For a list of sources; those that are not there are left out.",
    query: z.object({
      ids: z
        .string()
        .max(3_200)
        .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14})*$/, "Write numbers separated by commas")
        .transform((text) => text.split(",").map(Number))
        .pipe(z.array(z.int()).max(200))
        .meta({ override: { type: "string", description: "Up to 200 numbers, comma-separated" } }),
    }),
    response: z
      .object({
        items: z.array(
          z.object({
            source_id: id,
            /** The last 30, the oldest first. */
            checks: z.array(
              z.object({ at: time, outcome: z.enum(["ok", "not_modified", "failed"]), new: z.int() }),
            ),
            /** Articles that came on each of 30 days of UTC, today last. */
            days: z.array(z.int()),
            /** Of the last 14 days, and of the 76 before. */
            per_day: z.number(),
            per_day_before: z.number(),
          }),
        ),
      })
      .meta({ id: "SourceActivity" }),
    role: "viewer",
    scope: "read",
  }),
  collectSource: route(paths.collectSource, {
    tag,
    summary: "Collect a source now",
    description: "While a job for it waits or runs, that one is named and `added` is false.",
    params: idParams,
    response: accepted.extend({ added: z.boolean() }),
    status: 202,
    problems: ["unavailable"],
    role: "analyst",
    scope: "operator",
    collector: true,
    idempotent: true,
  }),
  listSourceChecks: route(paths.listSourceChecks, {
    tag,
    summary: "What the looks at a source found, the latest first",
    params: idParams,
    query: z.object(pageQuery()),
    response: page(check),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  exportOpml: route(paths.exportOpml, {
    tag,
    summary: "All sources as OPML 2.0",
    response: null,
    stream: ["text/x-opml"],
    role: "viewer",
    scope: "export",
    bucket: "export",
  }),
  importOpml: route(paths.importOpml, {
    tag,
    summary: "Follow every feed of an OPML document; its folders become tags",
    query: z.object({ dry_run: flagText.optional() }),
    body: z.string().min(1).max(5_000_000),
    bodyType: "text/x-opml",
    bodyLimit: 5 * 1_048_576,
    response: z
      .object({
        dry_run: z.boolean(),
        added: z.int(),
        known: z.int(),
        rejected: z.int(),
        warnings: z.array(z.string()),
        feeds: z.array(
          z.object({
            title: z.string(),
            url: z.string(),
            outcome: z.enum(["added", "known", "rejected"]),
            slug: z.string().nullable(),
            reason: z.string().nullable(),
          }),
        ),
      })
      .meta({ id: "OpmlImport" }),
    problems: ["invalid"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
};
