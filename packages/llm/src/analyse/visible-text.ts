import { oneLine } from "@cti/pipeline/plain-text";

/**
 * The readable text of a JSON answer that may still be growing: what its fields of text say so far, one per line, in
 * their order; no quotes, types or numbers. Anything before the first brace is passed over. Linear; never throws.
 */
export function visibleText(json: string): string {
  const lines: string[] = [];
  const open: string[] = [];
  let key = "";
  let isValue = false;
  for (let at = Math.max(0, json.indexOf("{")); at < json.length; at += 1) {
    const sign = json[at] ?? "";
    if (sign === "{" || sign === "[") open.push(sign);
    if (sign === "}" || sign === "]") open.pop();
    if (sign === "{" || sign === ",") isValue = false;
    if (sign === ":") isValue = true;
    if (sign !== '"') continue;
    const end = stringEnd(json, at + 1);
    const written = json.slice(at + 1, end);
    if (open.at(-1) === "{" && !isValue) key = written;
    else if (shown.has(key)) lines.push(oneLine(unescape(written)));
    at = end;
  }
  return lines.filter((line) => line !== "").join("\n");
}

/** Fields that people read, of all schemas. A list of texts below another key belongs to that key. */
const shown: ReadonlySet<string> = new Set(["text", "title", "why", "value", "name"]);

/** The place of the closing quote, or the end of what is there. */
function stringEnd(json: string, start: number): number {
  let at = start;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return Math.min(at, json.length);
}

const escapes: Record<string, string> = { n: " ", r: " ", t: " ", b: "", f: "" };

/** An escape that is not all there yet is left out. */
function unescape(written: string): string {
  if (!written.includes("\\")) return written;
  return written.replace(
    /\\(?:u([0-9a-f]{4})|u[0-9a-f]{0,3}|([\s\S]?))/gi,
    (_, code?: string, sign?: string) =>
      code === undefined
        ? (escapes[sign ?? ""] ?? sign ?? "")
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
