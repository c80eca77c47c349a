import { storable } from "../storable.ts";

const most = 8_192;
const masked = "********";
/** In any spelling: password_hash, newPassword, X-Api-Key, client_secret, totpSecret, recoveryCodes … */
const secretName =
  /pass(?:$|w|phrase)|pwd|secret|token|authori[sz]ation|bearer|cookie|(?:api|private|access|signing|encryption)[-_ ]?key|credential|dsn$|totp|otp$|recovery[-_ ]?code|jwt/i;
/** Numbers that only sound like secrets: token_id, tokens_count, tokenMaxDays. */
const figureName = /(?:id|count|days|hours|minutes|seconds|ms|bytes)$/i;
const secretHeader = /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:token|key|secret)[\w-]*)$/i;
/** Members that name what another one of the same object holds: { key: "redis.password", value: "…" }. */
const nameMembers: ReadonlySet<string> = new Set(["key", "name", "field", "setting", "header"]);
const valueMembers: ReadonlySet<string> = new Set(["value", "before", "after", "from", "to", "old", "new"]);

/**
 * What a job carried or gave back, or somebody changed, fit to be kept and shown: secrets masked, at most 8 kB as
 * JSON; of more, the beginning as text.
 */
export function recordable(value: Record<string, unknown>): Record<string, unknown> {
  const kept = storable(mask(value, 0)) as Record<string, unknown>;
  const json = JSON.stringify(kept);
  const bytes = Buffer.byteLength(json);
  if (bytes <= most) return kept;
  return { shortened: true, bytes, beginning: storable(json.slice(0, most / 4)) };
}

/** A message of an error without secrets, at most 2,000 characters. */
export function recordableMessage(message: string): string {
  return storable(withoutSecrets(message).slice(0, 2_000));
}

function mask(value: unknown, depth: number): unknown {
  if (typeof value === "string") return withoutSecrets(value);
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (depth > 8) return "…";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof URL) return withoutSecrets(value.href);
  if (Array.isArray(value)) return maskList(value, depth);
  if (value instanceof Map)
    return maskMembers(
      [...value].map(([name, entry]) => [String(name), entry]),
      depth,
    );
  if (value instanceof Set) return maskList([...value], depth);
  return maskMembers(Object.entries(value), depth);
}

function maskMembers(members: [string, unknown][], depth: number): Record<string, unknown> {
  const named = members.flatMap(([name, entry]) =>
    nameMembers.has(name) && typeof entry === "string" && secretName.test(entry) ? entry : [],
  )[0];
  return Object.fromEntries(
    members.map(([name, entry]) => {
      if (secretName.test(name)) return [name, blotted(name, entry)];
      if (named !== undefined && valueMembers.has(name)) return [name, blotted(named, entry)];
      return [name, mask(entry, depth + 1)];
    }),
  );
}

/** As headers come: ["authorization", "Bearer …"]. */
function maskList(list: readonly unknown[], depth: number): unknown[] {
  const [name, value] = list;
  if (list.length === 2 && typeof name === "string" && typeof value === "string" && secretHeader.test(name))
    return [name, masked];
  return list.map((entry) => mask(entry, depth + 1));
}

/** That there is none, whether it is on, and that it was changed is no secret. */
function blotted(name: string, value: unknown): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (value === "(hidden)" || value === "(changed)") return value;
  return typeof value === "number" && figureName.test(name) ? value : masked;
}

const assigned =
  /((?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|code_verifier|client_assertion|sig(?:nature)?)"?\s{0,3}=\s{0,3})("[^"]{0,2000}"|'[^']{0,2000}'|[^\s&;,"']{1,2000})/gi;
const quoted =
  /("[^"]{0,100}(?:pass|pwd|secret|token|authorization|cookie|api[-_]?key|private[-_]?key|credential|dsn|totp|jwt)[^"]{0,100}"\s{0,3}:\s{0,3})"(?:[^"\\]|\\.){0,2000}"/gi;
const header = /((?:set-)?cookie|(?:proxy-)?authorization|x-api-key)(\s{0,3}:\s{0,3})[^\r\n"]{1,2000}/gi;
const scheme = /\b(bearer|basic|digest|negotiate)(\s{1,3})[\w.~+/=-]{8,2000}/gi;
const ownToken = /\b(cti_pat_[a-z2-7]{1,20})_[\w-]{1,200}/g;
const privateKey = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}/g;
const inQuery = /([?&](?:code|key|auth|sid)=)[^&#\s"']{1,2000}/gi;
const otpauth = /otpauth:\/\/[^\s"']{1,2000}/gi;

function withoutSecrets(text: string): string {
  return withoutLogin(text)
    .replaceAll(privateKey, masked)
    .replaceAll(otpauth, `otpauth://${masked}`)
    .replaceAll(ownToken, `$1_${masked}`)
    .replaceAll(header, `$1$2${masked}`)
    .replaceAll(scheme, `$1$2${masked}`)
    .replaceAll(quoted, `$1"${masked}"`)
    .replaceAll(inQuery, `$1${masked}`)
    .replaceAll(assigned, `$1${masked}`);
}

/** Up to the last @ before the path: people write passwords with an @ of their own as they are. */
function withoutLogin(text: string): string {
  return text.replaceAll(/:\/\/[^/\s"]{1,500}@/g, `://${masked}@`);
}
