import { ask } from "../ask.ts";
import type { ChatMessage, Models } from "../models/open-models.ts";
import type { AnswerForm } from "./schemas.ts";
import { visibleText } from "./visible-text.ts";

/** An answer of the model that has passed its schema, as it is kept for a later try. */
export type PartResult = {
  raw: unknown;
  promptTokens: number;
  outputTokens: number;
  ms: number;
  repairs: number;
};

export type AnalyseEvents = {
  signal: AbortSignal;
  /** `text`: what can be read so far, no JSON. */
  onProgress?: (progress: { done: number; total: number; text: string }) => void;
  /** Finished parts of an earlier try: a restart goes on where it stopped. */
  saved?: {
    get(part: string): PartResult | undefined;
    put(part: string, result: PartResult): Promise<void>;
  };
};

/** What is asked, of whom, and what it has cost so far. */
export type Sitting = {
  models: Models;
  model: string;
  events: AnalyseEvents;
  total: number;
  /** Readable texts of the answers that are complete. */
  texts: string[];
  cost: Omit<PartResult, "raw">;
};

export type Question<Answer> = {
  /** Names it among those that are saved. */
  key: string;
  messages: ChatMessage[];
  form: AnswerForm<Answer>;
  maxTokens: number;
};

/** The answer to one question, from an earlier try or from the model; counts its cost. Throws ModelErrors. */
export async function askPart<Answer>(sitting: Sitting, question: Question<Answer>): Promise<Answer> {
  const { events, cost, texts } = sitting;
  events.signal.throwIfAborted();
  const earlier = events.saved?.get(question.key);
  const known = earlier && question.form.schema.safeParse(earlier.raw);
  const result =
    earlier && known?.success ? { ...earlier, value: known.data } : await askNow(sitting, question);
  cost.promptTokens += result.promptTokens;
  cost.outputTokens += result.outputTokens;
  cost.ms += result.ms;
  cost.repairs += result.repairs;
  texts.push(visibleText(JSON.stringify(result.value)));
  report(sitting, null);
  return result.value;
}

async function askNow<Answer>(
  sitting: Sitting,
  { key, messages, form, maxTokens }: Question<Answer>,
): Promise<Omit<PartResult, "raw"> & { value: Answer }> {
  const { models, model, events } = sitting;
  report(sitting, "");
  const { value, promptTokens, outputTokens, ms, repairs } = await ask(models, {
    model,
    messages,
    ...form,
    maxTokens,
    signal: events.signal,
    onText: (text) => report(sitting, visibleText(text)),
  });
  const result = { promptTokens, outputTokens, ms, repairs };
  await events.saved?.put(key, { raw: value, ...result });
  return { value, ...result };
}

function report({ events, total, texts }: Sitting, current: string | null): void {
  const shown = current === null ? texts : [...texts, current];
  const text = shown.filter((each) => each !== "").join("\n");
  events.onProgress?.({ done: texts.length, total, text });
}
