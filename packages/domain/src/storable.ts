/**
 * The same value as PostgreSQL can hold it: texts and names without NUL and without halves of surrogate pairs, at any depth.
 * One such character from the web would otherwise fail the whole statement.
 */
export function storable<T>(value: T): T {
  if (typeof value === "string") return clean(value) as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => storable(entry)) as T;
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [clean(name), storable(entry)]),
  ) as T;
}

function clean(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\u0000") ? whole.replaceAll("\u0000", "") : whole;
}
