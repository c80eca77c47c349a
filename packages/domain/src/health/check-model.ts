import type { ModelCheck, Models } from "@cti/llm/models/open-models";

import type { ComponentHealth } from "./component-health.ts";

const askMs = 3_000;
const rememberMs = 10_000;

/**
 * Whether the local model answers and is there. Everything else works without it, so it never makes an error; without
 * one nothing is wrong. The answer is given again for ten seconds.
 */
export function openModelCheck(
  models: Pick<Models, "check" | "settings">,
  now: () => Date,
): () => Promise<ComponentHealth> {
  let last: { at: number; found: Promise<ComponentHealth> } | null = null;
  return () => {
    const at = now().getTime();
    if (last === null || Math.abs(at - last.at) >= rememberMs) last = { at, found: ask(models) };
    return last.found;
  };
}

async function ask(models: Pick<Models, "check" | "settings">): Promise<ComponentHealth> {
  const { url } = models.settings;
  if (url === null)
    return {
      status: "ok",
      message: "No local model is configured; everything else works without it (set OLLAMA_URL to use one).",
      details: { model: "off" },
    };
  const late = AbortSignal.timeout(askMs);
  const check = await models.check(late);
  const isLate = late.aborted && check.status === "away";
  const message = isLate
    ? `Ollama does not answer at ${url} within ${askMs / 1_000} s: start it with \`ollama serve\`, or correct OLLAMA_URL`
    : check.message;
  const isWell = check.status === "ok" && check.breaker !== "open";
  return {
    status: isWell ? "ok" : "degraded",
    message: isWell ? `${message}.` : `${message}. Everything else works without it.`,
    details: detailsOf(check),
  };
}

function detailsOf({ status, url, version, breaker, models }: ModelCheck): Record<string, unknown> {
  return { model: status, url, version, breaker, models };
}
