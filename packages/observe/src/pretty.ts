import { isColorSupported, prettyFactory } from "pino-pretty";

/**
 * Makes a readable line of a JSON line. What a value brings along of line breaks, terminal escapes and marks that
 * reorder text is shown as an escape, so that no title or address can look like a line of ours.
 */
export function createPrettyLine({ colour }: { colour: boolean }): (line: string) => string {
  const pretty = prettyFactory({ colorize: colour && isColorSupported, ignore: "pid,hostname" });
  return (line) => pretty(harmless(line)) ?? "";
}

function harmless(line: string): string {
  try {
    return JSON.stringify(cleanValue(JSON.parse(line), ""));
  } catch {
    return escapeAll(line.trimEnd());
  }
}

function cleanValue(value: unknown, key: string): unknown {
  // A stack keeps its lines: they are indented, and so cannot begin like one of ours.
  if (typeof value === "string")
    return key === "stack" ? value.split("\n").map(escapeAll).join("\n") : escapeAll(value);
  if (Array.isArray(value)) return value.map((entry: unknown) => cleanValue(entry, ""));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [escapeAll(name), cleanValue(entry, name)]),
  );
}

const named: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeAll(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu,
    (character) => named[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
