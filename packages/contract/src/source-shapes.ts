import { z } from "zod";

import { id, line, paragraphs, time } from "./shapes.ts";

const kinds = ["rss", "atom", "json", "sitemap", "listing", "wp-json"] as const;
/** A file of the server's own can be followed from its command line only. */
const kind = z.enum(kinds);
export const anySourceKind = z.enum([...kinds, "file"]);
export const sourceState = z.enum(["ok", "failing", "dead", "quiet", "never"]).meta({
  description:
    "never: not looked at yet; failing: not read at its last check; dead: not for so long that somebody must look after it; quiet: answers, but has had nothing new for four weeks",
});

const counts = z.record(z.string(), z.number());

export const sourceCheck = z
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

export const sourceLine = z
  .object({
    id,
    slug: z.string(),
    name: z.string(),
    kind: anySourceKind,
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
    state: sourceState,
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

export const source = sourceLine
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
    checks: z.array(sourceCheck),
  })
  .meta({ id: "Source" });

export const sourceUrl = z
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

export const editableSource = {
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
