import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { accepted, flagText, id, idParams, line, numberText, pageQuery, page, time } from "../shapes.ts";
import {
  anySourceKind,
  editableSource,
  source,
  sourceCheck,
  sourceLine,
  sourceState,
  sourceUrl,
} from "../source-shapes.ts";

const tag = "Sources";

const failure = z.object({ reason: z.string(), message: z.string() });

export const sourceRoutes = {
  listSources: route(paths.listSources, {
    tag,
    summary: "Sources that are followed, by slug",
    query: z.object({
      ...pageQuery(),
      enabled: flagText.optional(),
      failing: flagText.optional(),
      state: sourceState.optional(),
      tag: line(100).optional(),
      kind: anySourceKind.optional(),
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
    body: z.object({ ...editableSource, url: sourceUrl, slug: line(60).optional() }),
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
    body: z.object({ ...editableSource, url: sourceUrl.optional() }),
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
    body: z.object({ url: sourceUrl }),
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
    response: page(sourceCheck),
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
