import { readFileSync } from "node:fs";

import { type AnalysisKind, analysisKinds } from "../analysis.ts";

/** A prompt file of this package, as `prompts/<name>.md` has it. */
export type Prompt = {
  /** Name and version: `summary-1`. */
  id: string;
  /** Tokens that an answer may take. */
  maxTokens: number;
  /** What the model is told before the article, and what is repeated after it. */
  system: string;
  task: string;
};

export const promptNames = [...analysisKinds, "summary-merge"] as const;
export type PromptName = (typeof promptNames)[number];

/** Reads a prompt file, once. Throws an Error that names the file and what its head lacks. */
export function promptOf(name: PromptName): Prompt {
  let prompt = read.get(name);
  if (!prompt) read.set(name, (prompt = parsePrompt(name, promptText(name))));
  return prompt;
}

/** The id of the prompt of each kind; a change of any of its texts raises it. */
export function promptVersions(): Record<AnalysisKind, string> {
  return {
    summary: promptOf("summary").id,
    hunt: promptOf("hunt").id,
    detection: promptOf("detection").id,
    entities: promptOf("entities").id,
    translation: promptOf("translation").id,
  };
}

/** A prompt file as it is. */
export function promptText(name: PromptName): string {
  return readFileSync(new URL(`../../prompts/${name}.md`, import.meta.url), "utf8");
}

const read = new Map<PromptName, Prompt>();

const border = "\n=== after the article ===\n";

function parsePrompt(name: PromptName, text: string): Prompt {
  const [, head = "", body = ""] = /^---\n(.*?)\n---\n(.*)$/s.exec(text) ?? [];
  const fields = new Map(head.split("\n").map((line) => [line.split(":")[0], line.split(":")[1]?.trim()]));
  const version = Number(fields.get("version"));
  const maxTokens = Number(fields.get("maxTokens"));
  const [system = "", task = ""] = body.split(border).map((part) => part.trim());
  const wrong =
    (fields.get("name") !== name && "name") ||
    (!Number.isInteger(version) && "version") ||
    (!(maxTokens > 0) && "maxTokens") ||
    ((system === "" || task === "") && "text before and after the article");
  if (wrong) throw new Error(`prompts/${name}.md: ${wrong} is missing or wrong`);
  return { id: `${name}-${version}`, maxTokens, system, task };
}
