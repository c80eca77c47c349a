import { setting } from "./setting.ts";
import { duration, integer, number, optionalText, text } from "./units.ts";

/** The local model. */
export const modelSettings = {
  "llm.url": setting(
    optionalText(),
    null,
    "Address of an Ollama, such as http://127.0.0.1:11434; empty does without a model",
    { secret: true, aliases: ["OLLAMA_URL", "LLM_API_URL"] },
  ),
  "llm.model": setting(text(), "mistral", "Model of the analyses", { aliases: ["LLM_MODEL"] }),
  "llm.embed_model": setting(
    optionalText(),
    "nomic-embed-text",
    "Model of the embeddings; empty makes none",
    { aliases: ["LLM_EMBED_MODEL"] },
  ),
  "llm.context": setting(
    integer(2_048, 1_000_000),
    8_192,
    "Tokens of a question and its answer; no more than the model can",
  ),
  "llm.max_parts": setting(
    integer(1, 200),
    12,
    "Most parts of a long text that are read for one analysis; what is left out is said",
  ),
  "llm.temperature": setting(number(0, 2), 0.1, "0 answers the same each time, 1 freely"),
  "llm.timeout": setting(duration(), "10m", "Longest wait for one answer of the model"),
  "llm.keep_alive": setting(duration(), "5m", "A model that is not asked leaves the memory after so long"),
  "llm.top": setting(integer(1, 100), 10, "How many stories the schedule top_analyses looks at"),
};
