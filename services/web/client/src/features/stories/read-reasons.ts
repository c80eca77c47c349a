export type Reasons = {
  parts: { name: string; value: number }[];
  evidence: { type: string; text: string; share: number }[];
  threshold: number | null;
  nearest: { id: number; score: number } | null;
};

const mostEvidence = 10;

/** What a membership's reasons hold: each version of the rules writes what it knows, the rest is left out. */
export function readReasons(reasons: Readonly<Record<string, unknown>>): Reasons {
  const entities = listOf(reasons["entities"]).flatMap((each) => {
    const key = textOf(each["key"]);
    const share = numberOf(each["share"]);
    const [, type = "", text = ""] = /^([^:]*):([\s\S]*)$/.exec(key) ?? [];
    return text && share !== null ? [{ type, text, share }] : [];
  });
  const terms = listOf(reasons["terms"]).flatMap((each) => {
    const text = textOf(each["term"]);
    const share = numberOf(each["share"]);
    return text && share !== null ? [{ type: "term", text, share }] : [];
  });
  const runnerUp = objectOf(reasons["runnerUp"]);
  const id = numberOf(runnerUp?.["storyId"]);
  const score = numberOf(runnerUp?.["score"]);
  return {
    parts: Object.entries(objectOf(reasons["parts"]) ?? {})
      .flatMap(([name, value]) => (typeof value === "number" && value !== 0 ? [{ name, value }] : []))
      .sort((a, b) => Math.abs(b.value) - Math.abs(a.value)),
    evidence: [...entities, ...terms].sort((a, b) => b.share - a.share).slice(0, mostEvidence),
    threshold: numberOf(reasons["threshold"]),
    nearest: id !== null && score !== null ? { id, score } : null,
  };
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(objectOf).filter((each) => each !== null) : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
