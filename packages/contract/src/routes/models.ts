import { z } from "zod";

import { paths } from "../paths.ts";
import { route } from "../route.ts";
import { accepted, line, time } from "../shapes.ts";

const tag = "Models";

const models = z
  .object({
    /** off: none is configured. away: it does not answer. missing: it lacks a model that is set. */
    status: z.enum(["off", "ok", "away", "missing"]),
    message: z.string(),
    /** Without credentials. */
    url: z.string().nullable(),
    version: z.string().nullable(),
    /** Why it is not asked for a while: too many failures in a row. */
    breaker: z.enum(["closed", "open", "half-open"]),
    used: z.array(
      z.object({ name: z.string(), purpose: z.enum(["analyses", "embeddings"]), present: z.boolean() }),
    ),
    installed: z.array(
      z.object({
        name: z.string(),
        bytes: z.int(),
        family: z.string().nullable(),
        parameters: z.string().nullable(),
        quantization: z.string().nullable(),
        context_tokens: z.int().nullable(),
        modified_at: time.nullable(),
        loaded: z.boolean(),
      }),
    ),
    /** Articles with an embedding of the model that is set, of all. */
    embedded: z.object({ articles: z.int(), of: z.int() }),
  })
  .meta({ id: "Models" });

const reportLine = z
  .object({
    kind: z.string(),
    prompt_version: z.string(),
    model: z.string(),
    completed: z.int(),
    failed: z.int(),
    repairs: z.int(),
    prompt_tokens: z.int(),
    output_tokens: z.int(),
    seconds: z.number(),
    supported: z.int(),
    unsupported: z.int(),
    /** Of the caller's tenant. */
    up: z.int(),
    down: z.int(),
    accepted: z.int(),
    rejected: z.int(),
  })
  .meta({ id: "ModelReportLine" });

export const modelRoutes = {
  getModels: route(paths.getModels, {
    tag,
    summary: "The local model: whether it answers, what it has, what is used",
    response: models,
    role: "viewer",
    scope: "read",
  }),
  pullModel: route(paths.pullModel, {
    tag,
    summary: "Let Ollama fetch a model",
    body: z.strictObject({
      name: line(200)
        .regex(/^[\w.-]+(\/[\w.-]+)*(:[\w.-]+)?$/, "Write a name such as mistral or qwen3:8b")
        .optional()
        .meta({ description: "Without it, those that are set and missing" }),
    }),
    response: z.object({ jobs: z.array(accepted) }),
    status: 202,
    problems: ["conflict", "upstream"],
    role: "analyst",
    scope: "operator",
    idempotent: true,
  }),
  reportModels: route(paths.reportModels, {
    tag,
    summary: "How good the answers are, per prompt and model: what is borne out, what people say",
    response: z.object({ items: z.array(reportLine) }),
    role: "viewer",
    scope: "read",
  }),
};
