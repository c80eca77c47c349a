import type { z } from "zod";

import { ModelError } from "./model-error.ts";

/** What a route answered, in the form that it is documented in. Throws ModelError `bad_answer`. */
export function wireValue<T>(form: z.ZodType<T>, value: unknown, route: string): T {
  const result = form.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ModelError(
    "bad_answer",
    `The answer of ${route} is not one of Ollama (${issue?.path.join(".")}: ${issue?.message}): check OLLAMA_URL`,
  );
}

/** A date that Ollama wrote; null for none, which it writes as the year 1. */
export function wireDate(text: string | undefined): Date | null {
  const date = new Date(text ?? "");
  return date.getTime() > 0 ? date : null;
}
