import { z } from "zod";

import { ModelError, remoteText } from "./models/model-error.ts";
import type { ChatMessage, ChatReply, ChatRequest, Models } from "./models/model-types.ts";

export type AskRequest<T> = Omit<ChatRequest, "schema"> & {
  schema: z.ZodType<T>;
  /** What the model is shown of the form; by default what Zod makes of it. */
  jsonSchema?: Record<string, unknown>;
};

/** The tokens and the time are those of all tries together. */
export type Asked<T> = {
  value: T;
  promptTokens: number;
  outputTokens: number;
  ms: number;
  /** How often the model had to be told what was wrong. */
  repairs: number;
};

const maxRepairs = 2;
const shownChars = 1000;

/**
 * Asks a model for an answer of a form. One that is cut off or of another form is sent back with what is wrong about
 * it, after one that only repeated itself the question is asked anew; twice at most, then ModelError `bad_answer`. Other errors are those of `chat`.
 */
export async function ask<T>(
  models: Pick<Models, "chat" | "settings">,
  request: AskRequest<T>,
): Promise<Asked<T>> {
  const { schema, jsonSchema = formOf(schema), ...rest } = request;
  const spent = { promptTokens: 0, outputTokens: 0, ms: 0 };
  let { messages } = request;
  let problem = "";
  let loops = 0;
  for (let repairs = 0; repairs <= maxRepairs; repairs += 1) {
    const reply = await models.chat({ ...rest, messages, schema: jsonSchema, loops });
    spent.promptTokens += reply.promptTokens;
    spent.outputTokens += reply.outputTokens;
    spent.ms += reply.ms;
    const result = read(schema, reply);
    if ("value" in result) return { value: result.value, ...spent, repairs };
    ({ problem } = result);
    if (reply.ended === "loop") loops += 1;
    // Only the last try is shown, so that the prompt does not outgrow the context; a loop would be taken up again.
    const talk = reply.ended === "loop" ? [] : repairTalk(reply, problem);
    messages = [...request.messages, ...talk];
  }
  const model = request.model ?? models.settings.model;
  throw new ModelError(
    "bad_answer",
    `The model ${model} did not answer as asked in ${maxRepairs + 1} tries (${remoteText(problem)}): try again, or take another model`,
  );
}

const problems = {
  whole: "the answer is not valid JSON",
  cut: "the answer was too long and was cut off",
  loop: "the answer only repeated itself and was stopped",
};

function read<T>(schema: z.ZodType<T>, reply: ChatReply): { value: T } | { problem: string } {
  const json = parsed(reply.text);
  if (json === undefined) return { problem: problems[reply.ended] };
  const result = schema.safeParse(json);
  return result.success ? { value: result.data } : { problem: problemsOf(result.error) };
}

/** JSON in a text, bare or in a fence of Markdown; undefined for none. */
function parsed(text: string): unknown {
  const inner = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
  try {
    return JSON.parse(inner) as unknown;
  } catch {
    return undefined;
  }
}

function problemsOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join(".") || "the answer"}: ${message}`)
    .join("; ");
}

function repairTalk(reply: ChatReply, problem: string): ChatMessage[] {
  const shown = reply.text.slice(0, shownChars);
  const isCut = reply.ended === "cut";
  const advice = isCut ? "Answer again, much shorter: fewer items, shorter sentences." : "Answer again.";
  return [
    { role: "assistant", content: shown.length < reply.text.length ? `${shown}…` : shown || "(nothing)" },
    {
      role: "user",
      content: `That cannot be used: ${problem.slice(0, 600)}. ${advice} Give only complete JSON of the form that was asked for.`,
    },
  ];
}

function formOf(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    // What is asked for is all that may be written: a small model would not stop adding fields.
    override: ({ jsonSchema }) => {
      if (jsonSchema.properties) jsonSchema.additionalProperties = false;
    },
  });
}
