export type RobotsRule = { pattern: string; allow: boolean };
/** The rules that concern us, longest first, so that the first match decides (RFC 9309 §2.2.2). */
export type RobotsRules = { rules: RobotsRule[]; crawlDelayMs: number | null };

type Group = RobotsRules & { named: boolean };

const maxRules = 5000;
const maxPatternLength = 1024;
/** Matching costs pattern × path only for wildcards, so their sum bounds the time a hostile file can take. */
const maxWildcardChars = 32 * 1024;
const maxCrawlDelayMs = 60_000;

/**
 * Reads the group of a product token, else that of `*`; groups of the same name are one (RFC 9309 §2.2.1).
 * Only these two are kept, so the result is bounded whatever the file says.
 */
export function parseRobots(text: string, productToken: string): RobotsRules {
  const token = productToken.toLowerCase();
  const ours: Group = { rules: [], crawlDelayMs: null, named: false };
  const everyones: Group = { rules: [], crawlDelayMs: null, named: false };
  let current = new Set<Group>();
  let naming = false;

  for (const line of text.split(/\r\n|\r|\n/)) {
    const [key, value] = splitLine(line);
    if (key === "user-agent") {
      if (!naming) current = new Set();
      naming = true;
      const name = productOf(value);
      if (name === token) current.add(ours);
      if (name === "*") current.add(everyones);
      for (const group of current) group.named = true;
    } else if (key === "allow" || key === "disallow") {
      naming = false;
      for (const group of current) addRule(group, value, key === "allow");
    } else if (key === "crawl-delay") {
      naming = false;
      const seconds = /^\d{1,6}(?:\.\d{1,6})?$/.test(value) ? Number(value) : Number.NaN;
      for (const group of current)
        if (seconds >= 0) group.crawlDelayMs = Math.min(seconds * 1000, maxCrawlDelayMs);
    }
  }
  const { rules, crawlDelayMs } = ours.named ? ours : everyones;
  return { rules: rankRules(rules), crawlDelayMs };
}

/** The rule that decides about a URL, or null when none does and it is allowed. */
export function findRule({ rules }: RobotsRules, url: URL): RobotsRule | null {
  if (rules.length === 0 || url.pathname === "/robots.txt") return null;
  const path = normalise(url.pathname + url.search);
  return rules.find((rule) => matches(rule.pattern, path)) ?? null;
}

function splitLine(line: string): [string, string] {
  const comment = line.indexOf("#");
  const content = comment < 0 ? line : line.slice(0, comment);
  const colon = content.indexOf(":");
  if (colon < 0) return ["", ""];
  return [
    content.slice(0, colon).replace("\uFEFF", "").trim().toLowerCase(),
    content.slice(colon + 1).trim(),
  ];
}

function productOf(value: string): string {
  const name = value.toLowerCase();
  return name === "*" ? name : (/^[^\s/]*/.exec(name)?.[0] ?? "");
}

function addRule(group: Group, value: string, allow: boolean): void {
  const usable = value.startsWith("/") || value.startsWith("*");
  if (!usable || value.length > maxPatternLength || group.rules.length >= maxRules) return;
  const pattern = normalise(value).replace(/\*{2,}/g, "*");
  // A substring would keep the whole file in memory for as long as the rule lives.
  group.rules.push({ pattern: Buffer.from(pattern).toString(), allow });
}

/** Longest first, and at the same length allow first (RFC 9309 §2.2.2). */
function rankRules(rules: RobotsRule[]): RobotsRule[] {
  let wildcardChars = 0;
  return rules
    .filter(({ pattern }) => {
      if (pattern.includes("*")) wildcardChars += pattern.length;
      return !pattern.includes("*") || wildcardChars <= maxWildcardChars;
    })
    .sort((a, b) => b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow));
}

/** Prefix match with `*` for any characters and a final `$` for the end (RFC 9309 §2.2.3); no backtracking. */
function matches(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith("$");
  const body = anchored ? pattern.slice(0, -1) : pattern;
  if (!body.includes("*")) return anchored ? path === body : path.startsWith(body);

  const pieces = body.split("*");
  const head = pieces[0] ?? "";
  const tail = pieces.at(-1) ?? "";
  if (!path.startsWith(head)) return false;
  let position = head.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = path.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  if (!anchored) return path.indexOf(tail, position) >= 0;
  return path.length - tail.length >= position && path.endsWith(tail);
}

/** Percent-encodes what a URL encodes and writes escapes in upper case, so that both sides compare alike. */
function normalise(path: string): string {
  return path
    .replace(/[^\x21-\x7e]+/g, (raw) => encodeURI(raw.toWellFormed()))
    .replace(/%[0-9a-f]{2}/gi, (escape) => escape.toUpperCase());
}
