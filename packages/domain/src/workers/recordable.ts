import { storable } from "../storable.ts";

const most = 8_192;
const secretName = /pass(?:word|wd)?$|secret|token|authorization|cookie|api_?key|credential/i;

/**
 * What a job carried or gave back, fit to be kept and shown: secrets masked, at most 8 kB as JSON; of more, the
 * beginning as text.
 */
export function recordable(value: Record<string, unknown>): Record<string, unknown> {
  const masked = storable(mask(value, 0)) as Record<string, unknown>;
  const json = JSON.stringify(masked);
  const bytes = Buffer.byteLength(json);
  if (bytes <= most) return masked;
  return { shortened: true, bytes, beginning: storable(json.slice(0, most / 4)) };
}

/** A message of an error without logins in addresses, at most 2,000 characters. */
export function recordableMessage(message: string): string {
  return storable(withoutLogin(message).slice(0, 2_000));
}

function mask(value: unknown, depth: number): unknown {
  if (typeof value === "string") return withoutLogin(value);
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (depth > 8) return "…";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((entry: unknown) => mask(entry, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      secretName.test(name) ? "********" : mask(entry, depth + 1),
    ]),
  );
}

/** Up to the last @ before the path: people write passwords with an @ of their own as they are. */
function withoutLogin(text: string): string {
  return text.replaceAll(/:\/\/[^/\s"]{1,500}@/g, "://********@");
}
