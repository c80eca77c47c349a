const masked = "********";
const address = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>]+/gi;
/** Up to the last @ before the path: people write passwords with an @ of their own as they are. */
const login = /(:\/\/)[^/\s"?#]{1,500}@/g;
const parameter = /([?&;#])([^=&;#\s]{1,200})=([^&;#\s]+)/g;
const keyName =
  /(?:key|token|secret|pass|passwd|password|pwd|auth|authorization|signature|sig|sid|session|credentials?|jwt|hmac|licen[cs]e|uuid|login|email|code)$/i;
const deepest = 20;

/** The address without its login, and without values of its query that are or look like keys. */
export function maskAddress(url: string): string {
  return url
    .replaceAll(login, `$1${masked}@`)
    .replaceAll(parameter, (whole, mark: string, name: string, value: string) =>
      keyName.test(name) || looksLikeKey(value) ? `${mark}${name}=${masked}` : whole,
    );
}

/** The same for every address in a text. */
export function maskAddresses(text: string): string {
  return text.replaceAll(address, (found) => maskAddress(found));
}

/** The same for every text in a value of JSON, at any depth; dates stay. */
export function maskAddressesIn<T>(value: T, depth = 0): T {
  if (typeof value === "string") return maskAddresses(value) as T;
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  if (depth > deepest) return masked as T;
  if (Array.isArray(value)) return value.map((entry: unknown) => maskAddressesIn(entry, depth + 1)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, maskAddressesIn<unknown>(entry, depth + 1)]),
  ) as T;
}

/** Sixteen characters and more with a part that mixes letters and digits as no word does. */
function looksLikeKey(value: string): boolean {
  if (value.length < 16) return false;
  const parts = value.split(/[-_.+/=%,:~]/);
  return parts.some((part) => part.length >= 8 && /\d/.test(part) && /[a-z]/i.test(part)) || isRandom(value);
}

/** Letters only, but in both cases and without an end: base64. */
function isRandom(value: string): boolean {
  return /^[A-Za-z0-9+/=_-]{24,}$/.test(value) && (value.match(/[a-z][A-Z]/g)?.length ?? 0) >= 4;
}
