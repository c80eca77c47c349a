/** Reading what somebody else's JSON may or may not hold. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A name of usable length on one line, or null: longer ones are sentences that slipped in. */
export function textOf(value: unknown, limit = 120): string | null {
  if (typeof value !== "string" || value.length > limit * 4) return null;
  const text = value.replace(/\s+/g, " ").trim();
  return text === "" || text.length > limit ? null : text;
}

/** The usable strings of a list; a lone string counts as a list of one. */
export function textsOf(value: unknown, limit = 120): string[] {
  const list = typeof value === "string" ? [value] : Array.isArray(value) ? (value as unknown[]) : [];
  return list.map((entry) => textOf(entry, limit)).filter((text) => text !== null);
}

export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}
