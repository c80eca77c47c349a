import type { ChatRequest as OllamaChat } from "ollama/browser";
import { z } from "zod";

import type { Connection } from "./connection.ts";
import { isLooping } from "./looping.ts";
import { ModelError } from "./model-error.ts";
import type { ChatReply, ChatRequest, ModelSettings } from "./model-types.ts";
import { wireValue } from "./wire-value.ts";
import { withoutThoughts } from "./thoughts.ts";

const maxTextChars = 1_000_000;
// Ollama wraps each token in a line of some 150 bytes.
const maxBytes = 100_000_000;
const checkEveryChars = 50;

const chatLine = z.object({
  message: z.object({ content: z.string().default("") }).optional(),
  done: z.boolean().default(false),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().nonnegative().default(0),
  eval_count: z.number().nonnegative().default(0),
});

/** Asks a model for JSON of a schema. Throws ModelError, or the signal's reason. */
export async function chat(connection: Connection, request: ChatRequest): Promise<ChatReply> {
  const { settings, idleMs } = connection;
  const model = request.model ?? settings.model;
  const started = performance.now();
  return connection.call(
    { wholeMs: settings.timeoutMs, idleMs, signal: request.signal, model, maxBytes, lines: true },
    async (client) => {
      const reply: Omit<ChatReply, "ms"> = { text: "", promptTokens: 0, outputTokens: 0, ended: "whole" };
      let checked = 0;
      for await (const part of await client.chat(chatBody(settings, model, request))) {
        const line = wireValue(chatLine, part, "/api/chat");
        const before = reply.text;
        reply.text += line.message?.content ?? "";
        if (reply.text.length > maxTextChars) throw tooLong(model);
        if (reply.text !== before) request.onText?.(withoutThoughts(reply.text));
        if (line.done) {
          reply.promptTokens = line.prompt_eval_count;
          reply.outputTokens = line.eval_count;
          reply.ended = line.done_reason === "length" ? "cut" : "whole";
          continue;
        }
        // Ollama sends each token in a line of its own.
        reply.outputTokens += 1;
        if (reply.text.length < checked + checkEveryChars) continue;
        checked = reply.text.length;
        if (!isLooping(reply.text)) continue;
        reply.ended = "loop";
        break;
      }
      return { ...reply, text: withoutThoughts(reply.text), ms: Math.round(performance.now() - started) };
    },
  );
}

type ChatBody = OllamaChat & { stream: true; truncate: false; shift: false };

function chatBody(settings: ModelSettings, model: string, request: ChatRequest): ChatBody {
  const { loops = 0 } = request;
  return {
    model,
    messages: request.messages,
    stream: true,
    format: request.schema,
    keep_alive: keepAlive(settings.keepAlive),
    // Models that cannot think take no notice.
    think: false,
    // By themselves these are on: a long prompt would lose its middle, and nobody would know.
    truncate: false,
    shift: false,
    options: {
      num_ctx: settings.contextTokens,
      num_predict: request.maxTokens,
      // Asked in the same way it would fall into the same loop.
      temperature: Math.max(settings.temperature, loops * 0.4),
      seed: 1 + loops,
    },
  };
}

/** Ollama reads a number as seconds, and a text only with its unit. */
export function keepAlive(text: string): string | number {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

function tooLong(model: string): ModelError {
  return new ModelError(
    "bad_answer",
    `The model ${model} wrote more than 1 MB and was stopped: take another model`,
  );
}
