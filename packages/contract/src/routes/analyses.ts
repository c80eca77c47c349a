import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { id, idParams, idText, page, pageQuery, time } from "../shapes.ts";

const tag = "Analyses";
const subjects = ["article", "story"] as const;
const kinds = ["summary", "hunt", "detection", "entities", "translation"] as const;
const statuses = ["queued", "running", "completed", "failed", "cancelled"] as const;
const verdicts = ["up", "down", "accepted", "rejected"] as const;

const span = z.object({
  article_id: id,
  field: z.enum(["title", "text"]),
  /** UTF-16 units of that field. */
  start: z.int(),
  end: z.int(),
});

const claim = z
  .object({
    /** Counts from 1 within its analysis. */
    id: z.int(),
    section: z.string().meta({
      description:
        "title, summary, behaviour, observable, technique, entity, detectable (facts); hypothesis, data_source, query, log_source, false_positive, huntability (advice)",
    }),
    nature: z.enum(["fact", "advice"]),
    text: z.string(),
    subject: z.object({ type: z.string(), value: z.string(), label: z.string().nullable() }).nullable(),
    quotes: z.array(z.string()),
    evidence: z.array(z.object({ quote: z.string(), spans: z.array(span) })),
    status: z.enum(["supported", "unsupported"]),
    /** Why it is unsupported. */
    reason: z.string().nullable(),
    /** The caller's own verdict, and how many of the tenant gave which. */
    verdict: z.enum(verdicts).nullable(),
    accepted: z.int(),
    rejected: z.int(),
    /** Of kind `entities`: what it became when the tenant accepted it, and the articles that mention it now. */
    entity_id: id.nullable(),
    article_ids: z.array(id),
  })
  .meta({ id: "AnalysisClaim" });

const analysisLine = z
  .object({
    id,
    subject: z.enum(subjects),
    subject_id: id,
    kind: z.enum(kinds),
    model: z.string(),
    prompt_version: z.string(),
    status: z.enum(statuses),
    job_id: z.string().nullable(),
    run_id: id.nullable(),
    error: z.string().nullable(),
    prompt_tokens: z.int(),
    output_tokens: z.int(),
    /** Time that the model took. */
    seconds: z.number(),
    /** Answers that had to be asked for again. */
    repairs: z.int(),
    supported: z.int(),
    unsupported: z.int(),
    requested_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
  })
  .meta({ id: "AnalysisLine" });

const analysis = analysisLine
  .extend({
    claims: z.array(claim),
    /** 1 to 10, of `detection`. */
    huntability: z.int().nullable(),
    /** How much was read; null until it is completed. */
    coverage: z
      .object({ parts: z.int(), parts_read: z.int(), chars: z.int(), chars_read: z.int() })
      .nullable(),
    /** Passages that speak to a model instead of a reader. */
    suspicious: z.array(z.object({ article_id: id, start: z.int(), end: z.int(), reason: z.string() })),
    /** Claims that are not among these: more than anybody reads, and proposed entities that the rules had found. */
    left_out: z.object({ surplus: z.int(), known: z.int() }),
    /** Its texts, prompt or model are others now: asking again gives a new one. */
    outdated: z.boolean(),
    verdict: z.enum(verdicts).nullable(),
    up: z.int(),
    down: z.int(),
  })
  .meta({ id: "Analysis" });

const messages = z.array(z.object({ role: z.string(), content: z.string() }));

const preview = z
  .object({
    kind: z.enum(kinds),
    model: z.string(),
    prompt_version: z.string(),
    context_tokens: z.int(),
    /** Over all parts that would be read, by estimate. */
    prompt_tokens: z.int(),
    parts: z.array(
      z.object({
        article_id: id,
        start: z.int(),
        end: z.int(),
        /** How huntable it is, 0 to 100. */
        worth: z.number(),
        prompt_tokens: z.int(),
        /** Whether it would be read. */
        read: z.boolean(),
      }),
    ),
    /** What the model would be asked about the first part. */
    messages,
    /** An equal one that is there already. */
    cached_id: id.nullable(),
  })
  .meta({ id: "AnalysisPreview" });

const asked = z.strictObject({
  subject: z.enum(subjects),
  subject_id: id,
  kind: z.enum(kinds).default("summary"),
});

const reading = { tag, role: "viewer", scope: "read" } as const;
const writing = { tag, role: "analyst", scope: "write" } as const;

export const analysisRoutes = {
  listAnalyses: route(paths.listAnalyses, {
    ...reading,
    summary: "What the local model said, the newest first",
    query: z.object({
      ...pageQuery(),
      subject: z.enum(subjects).optional(),
      subject_id: idText.optional(),
      kind: z.enum(kinds).optional(),
      status: z.enum(statuses).optional(),
    }),
    response: page(analysisLine),
    problems: ["bad_cursor"],
  }),
  createAnalysis: route(paths.createAnalysis, {
    ...writing,
    summary: "Ask the local model about an article or a story",
    description:
      "An equal analysis (same texts, prompt, model) is given back as it is; `force` asks again. While it runs, events `llm.delta` and `analysis.changed` of the topic analysis:ID tell how it goes.",
    body: asked.extend({ force: z.boolean().default(false) }),
    response: analysisLine.extend({ cached: z.boolean() }),
    status: 202,
    problems: ["not_found", "conflict"],
    idempotent: true,
    bucket: "model",
  }),
  previewAnalysis: route(paths.previewAnalysis, {
    ...writing,
    summary: "What the model would be asked, in how many parts and tokens",
    body: asked,
    response: preview,
    problems: ["not_found", "conflict"],
    bucket: "model",
  }),
  analyseTop: route(paths.analyseTop, {
    ...writing,
    summary: "Ask about the stories that rank highest and have no such analysis yet",
    body: z.strictObject({
      count: z.int().min(1).max(100).default(10),
      kind: z.enum(kinds).default("summary"),
    }),
    response: z.object({ requested: z.array(analysisLine), already: z.int() }),
    status: 202,
    problems: ["conflict"],
    idempotent: true,
    bucket: "model",
  }),
  getAnalysis: route(paths.getAnalysis, {
    ...reading,
    summary: "One analysis: every claim with its evidence",
    params: idParams,
    response: analysis,
  }),
  getAnalysisPrompt: route(paths.getAnalysisPrompt, {
    ...reading,
    summary: "What the model was asked about the first part",
    params: idParams,
    response: z.object({ model: z.string(), prompt_version: z.string(), messages }),
    problems: ["conflict"],
  }),
  cancelAnalysis: route(paths.cancelAnalysis, {
    ...writing,
    summary: "Stop one that waits or runs",
    params: idParams,
    response: analysisLine,
    problems: ["conflict"],
  }),
  judgeAnalysis: route(paths.judgeAnalysis, {
    ...writing,
    summary: "Say whether an analysis helps (up, down), or whether a claim is right (accepted, rejected)",
    description:
      "An entity that is accepted becomes a mention of the articles where its quote stands, for the tenant as accepted and for others " +
      "as proposed: `entity_id` and `article_ids` of the claim say which. What the text does not bear out is refused. Taken back or " +
      "rejected, it goes when no other tenant accepts it.",
    params: idParams,
    body: z.strictObject({
      /** 0 is the whole. */
      claim: z.int().min(0).max(10_000).default(0),
      /** null takes it back. */
      verdict: z.enum(verdicts).nullable(),
    }),
    response: analysis,
    problems: ["invalid"],
  }),
};
