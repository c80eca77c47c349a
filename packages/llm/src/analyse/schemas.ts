import { z } from "zod";

import type { AnalysisKind } from "../analysis.ts";
import { fit, type Shape } from "./fit.ts";

// Small and flat, for models of 7 billion parameters. Quotes come first: what is written down after its evidence keeps
// to it. No lengths of texts and no patterns, which make grammars slow or too large for the server; `fit` cuts instead.
// Asked for, not enforced: a claim without a quote is unsupported, its answer is not invalid.
const quotes = z.array(z.string()).max(3).meta({ minItems: 1 });
const said = z.object({ quotes, text: z.string() });

// Without this a small model takes the shortest way: an empty list.
const summary = z.object({ sentences: z.array(said).max(6).meta({ minItems: 1 }) });

const merge = z.object({
  sentences: z
    .array(z.object({ from: z.array(z.number()).max(4).meta({ minItems: 1 }), text: z.string() }))
    .min(1)
    .max(6),
});

const hunt = z.object({
  behaviours: z.array(said.extend({ technique: z.string().optional() })).max(6),
  observables: z
    .array(
      z.object({
        quotes,
        type: z.enum([
          "ip",
          "domain",
          "url",
          "email",
          "hash",
          "cve",
          "file",
          "registry_key",
          "mutex",
          "named_pipe",
          "user_agent",
          "command",
          "other",
        ]),
        value: z.string(),
      }),
    )
    .max(10),
  hypotheses: z.array(said).max(3),
  data_sources: z.array(said).max(4),
  queries: z.array(said).max(3),
});

const detection = z.object({
  detectable: z.array(said).max(5),
  techniques: z.array(z.object({ quotes, id: z.string(), why: z.string() })).max(6),
  log_sources: z.array(said).max(4),
  false_positives: z.array(said).max(3),
  huntability: z.object({ reasons: z.array(said).max(3), score: z.int().min(1).max(10) }),
});

const entities = z.object({
  entities: z
    .array(
      z.object({
        quotes,
        type: z.enum(["actor", "malware", "ransomware", "tool", "technique"]),
        name: z.string(),
      }),
    )
    .max(15),
});

const translation = z.object({
  language: z.string(),
  title: z.string(),
  sentences: z.array(said).max(10),
});

export type Said = z.output<typeof said>;
export type Answers = {
  summary: z.output<typeof summary>;
  hunt: z.output<typeof hunt>;
  detection: z.output<typeof detection>;
  entities: z.output<typeof entities>;
  translation: z.output<typeof translation>;
};
export type MergeAnswer = z.output<typeof merge>;

/** How an answer is read, leniently (see `fit`), and the strict form that the model is held to: whole, no references. */
export type AnswerForm<Answer> = { schema: z.ZodType<Answer>; jsonSchema: Record<string, unknown> };

/** What an answer must look like, by kind. */
export const answerForms: { [Kind in AnalysisKind]: AnswerForm<Answers[Kind]> } = {
  summary: formOf(summary),
  hunt: formOf(hunt),
  detection: formOf(detection),
  entities: formOf(entities),
  translation: formOf(translation),
};

/** Of the answer that makes one summary of several. */
export const mergeForm: AnswerForm<MergeAnswer> = formOf(merge);

function formOf<Answer>(strict: z.ZodType<Answer>): AnswerForm<Answer> {
  const { $schema: _, ...jsonSchema } = z.toJSONSchema(strict);
  return { schema: z.preprocess((value) => fit(value, jsonSchema as Shape), strict), jsonSchema };
}
