import type { Answer } from "../../api/client.ts";
import { plural } from "../../kit/number.ts";

type Job = Pick<Answer<"getJob">, "state" | "error" | "result">;

/** What came of a job that collected a source. */
export function outcomeOf({ state, error, result }: Job): {
  failed: boolean;
  words: string;
  /** New articles. */
  fresh: number;
  ms: number | null;
} {
  const { outcome, counts, message, durationMs } = result ?? {};
  const given = (counts as Record<string, unknown> | undefined)?.["new"];
  const fresh = typeof given === "number" ? given : 0;
  const ms = typeof durationMs === "number" ? durationMs : null;
  if (state === "cancelled") return { failed: true, words: "Collecting was cancelled", fresh, ms };
  if (state !== "completed" || outcome === "failed")
    return { failed: true, words: `Collecting failed: ${textOf(message) ?? error ?? state}`, fresh, ms };
  const what = outcome === "not_modified" ? "nothing changed since the last check" : "nothing new";
  return { failed: false, words: `Collected: ${fresh > 0 ? plural(fresh, "new article") : what}`, fresh, ms };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
