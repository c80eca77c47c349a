import { z } from "zod";

import { indicatorTypes, mentionRoles, mentionStatuses, nameTypes } from "../entity-words.ts";
import { paths } from "../paths.ts";
import { route } from "../route.ts";
import {
  day,
  decimalText,
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

export const entityLine = z
  .object({
    id,
    type: z.string(),
    value: z.string(),
    label: z.string().nullable(),
    external_id: z.string().nullable(),
    status: z.string(),
    role: z.string().nullable(),
    confidence: z.number(),
    /** The list that knows it as harmless. */
    benign: z.string().nullable(),
    mentioned_in: z.int().meta({
      description:
        "Articles that mention it in any way since the time and in the story asked for, also where it is harmless, merely mentioned or rejected",
    }),
    articles: z.int().meta({
      description: "Those of them in which it counts, by the filter, the verdicts and the benign entries",
    }),
    sources: z.int(),
    /** Of many mentions the newest were counted: `articles` is an estimate, `sources` the least. */
    estimated: z.boolean(),
    first_seen: time,
    last_seen: time,
  })
  .meta({ id: "EntityLine" });

const evidence = z
  .object({
    article_id: id,
    source: z.string(),
    title: z.string(),
    published_at: time.nullable(),
    seen_at: time,
    status: z.string(),
    role: z.string().nullable(),
    confidence: z.number(),
    benign: z.string().nullable(),
    verdict: z.enum(["accepted", "rejected"]).nullable(),
    reasons: z.array(z.string()),
    matched: z.string(),
    count: z.int(),
    sentence: z.string(),
  })
  .meta({ id: "Evidence" });

const verdict = z.object({
  verdict: z.enum(["accepted", "rejected"]),
  note: z.string().nullable(),
  actor: z.string(),
  decided_at: time,
});

const flaw = z
  .object({
    name: z.string().nullable(),
    vendor: z.string().nullable(),
    product: z.string().nullable(),
    /** In CISA's catalogue of flaws that are known to be exploited. */
    kev: z.object({ added_on: day, due_on: day.nullable(), ransomware: z.boolean() }).nullable(),
    /** 0 to 10. */
    cvss: z
      .object({ score: z.number(), vector: z.string().nullable(), version: z.string().nullable() })
      .nullable(),
    /** FIRST's probability, 0 to 1, that it is exploited within 30 days; the share of flaws that are less likely. */
    epss: z.object({ score: z.number(), percentile: z.number().nullable() }).nullable(),
    updated_at: time,
  })
  .meta({ id: "Flaw" });

export const entity = z
  .object({
    id,
    type: z.string(),
    value: z.string(),
    label: z.string().nullable(),
    external_id: z.string().nullable(),
    created_at: time,
    articles: z.int(),
    sources: z.int(),
    estimated: z.boolean(),
    first_seen: time.nullable(),
    last_seen: time.nullable(),
    verdict: verdict.nullable(),
    /** What synced knowledge says of a flaw (type `cve`). */
    flaw: flaw.nullable(),
    names: z.array(z.object({ name: z.string(), source: z.string() })),
    aliases: z.array(z.object({ matched: z.string(), articles: z.int() })),
    mentions: z.array(evidence),
    together: z.array(
      z.object({
        id,
        type: z.string(),
        value: z.string(),
        label: z.string().nullable(),
        articles: z.int(),
      }),
    ),
  })
  .meta({ id: "Entity" });

/** What lists and exports of entities filter by, but for the type. */
export const mentionQuery = {
  status: wordsText(mentionStatuses).optional(),
  since: timeText.optional(),
  source: line(200).optional(),
  role: wordsText(mentionRoles).optional(),
  min_confidence: decimalText(0, 1).optional(),
  matching: line(200).optional(),
  story: idText
    .optional()
    .meta({ description: "Only in articles of this story: all numbers are of these then" }),
};

export const entitySort = z.enum(["mentioned_in", "newest", "value"]).default("newest");

/** Of the newest mentions that come with an entity. */
export const cardQuery = z.object({
  mentions: numberText(0, 100)
    .optional()
    .transform((value) => value ?? 20),
});

const companion = z.object({
  id,
  type: z.string(),
  value: z.string(),
  label: z.string().nullable(),
  articles: z.int(),
});

const judging = { tag: "Entities", role: "analyst", scope: "write" } as const;

export const judgement = z.strictObject({
  verdict: z.enum(["accepted", "rejected"]),
  note: paragraphs(2_000).nullish(),
});

export const entityVerdict = verdict
  .extend({ entity_id: id, article_id: id.nullable() })
  .meta({ id: "Verdict" });

export const entityRoutes = {
  listEntities: route(paths.listEntities, {
    tag: "Entities",
    summary: "What articles name",
    description:
      "Names unless `type` says otherwise, with the status named or indicator unless `status` does. `mentioned_in` sorts " +
      "by the number of that name, not by `articles`. Where few of many pass the filter a page may be short before the end.",
    query: z.object({
      ...pageQuery(),
      sort: entitySort,
      type: wordsText([...nameTypes, ...indicatorTypes]).optional(),
      ...mentionQuery,
    }),
    response: page(entityLine),
    problems: ["bad_cursor", "not_found"],
    role: "viewer",
    scope: "read",
  }),
  findEntity: route(paths.findEntity, {
    tag: "Entities",
    summary: "The entity that somebody means by a name",
    description:
      "By its number, its value (defanged or not), its name, any alias, or its ATT&CK id. `conflict` when several have this name: " +
      "`type` or a number decides.",
    query: cardQuery.extend({
      name: line(2_048),
      type: wordsText([...nameTypes, ...indicatorTypes]).optional(),
    }),
    response: entity,
    problems: ["not_found", "conflict"],
    role: "viewer",
    scope: "read",
  }),
  lookUpEntities: route(paths.lookUpEntities, {
    tag: "Entities",
    summary: "What is known of each value of a list",
    description:
      "Values, names, aliases or ATT&CK ids, defanged or not; nothing is written. An answer for each, in their order: empty where no article " +
      "names it, up to five where several have the name.",
    body: z.strictObject({ values: z.array(z.string().max(2_048)).min(1).max(1_000) }),
    response: z.object({ items: z.array(z.object({ value: z.string(), entities: z.array(entityLine) })) }),
    role: "viewer",
    scope: "read",
    bucket: "search",
  }),
  getEntity: route(paths.getEntity, {
    tag: "Entities",
    summary: "All that is known of an entity",
    params: idParams,
    query: cardQuery,
    response: entity,
    role: "viewer",
    scope: "read",
  }),
  getEntityActivity: route(paths.getEntityActivity, {
    tag: "Entities",
    summary: "How often it was named week by week, and what the newest articles name with it",
    description:
      "Weeks begin on Monday in UTC, the last one is this week. What the tenant rejected does not count. " +
      "`together` looks at the newest 200 articles.",
    params: idParams,
    query: z.object({
      weeks: numberText(1, 104)
        .optional()
        .transform((value) => value ?? 26),
    }),
    response: z
      .object({
        weeks: z.array(z.object({ week: day, articles: z.int(), stories: z.int() })),
        together: z.object({
          indicators: z.array(companion),
          techniques: z.array(companion),
          names: z.array(companion),
        }),
      })
      .meta({ id: "EntityActivity" }),
    role: "viewer",
    scope: "read",
  }),
  listEntityMentions: route(paths.listEntityMentions, {
    tag: "Entities",
    summary: "The articles that mention it, with the sentence that proves it, newest first",
    params: idParams,
    query: z.object(pageQuery()),
    response: page(evidence),
    problems: ["bad_cursor"],
    role: "viewer",
    scope: "read",
  }),
  judgeEntity: route(paths.judgeEntity, {
    ...judging,
    summary: "Accept or reject it in all articles, for the tenant",
    params: idParams,
    body: judgement,
    response: entityVerdict,
  }),
  unjudgeEntity: route(paths.unjudgeEntity, {
    ...judging,
    summary: "Forget that verdict",
    params: idParams,
    response: null,
  }),
};
