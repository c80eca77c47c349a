import { NOTHING, note } from "./found.ts";
import type { Scan } from "./found.ts";

const YARA = /rule[ \t]{1,8}([A-Za-z_]\w{1,127})[ \t]{0,8}(?::[ \t]{0,8}[\w \t]{1,120})?\s{0,16}\{/y;
const SPOKEN =
  /rules?(?:,| is|:)? {0,2}(?:named|called|name|for this is)? {0,2}["'`“]?([A-Za-z]\w{2,100})["'`”]?/iy;
const SIGMA_QUOTED = /rules?(?: named| called|:|,)? {0,2}["“`']([^"”`'\n]{4,160})["”`']/iy;
const TITLED =
  /rules? ([A-Z][\w-]{1,30}(?: (?:[A-Z][\w-]{0,30}|via|by|from|of|to|in|on|with|and|for|or|the)){1,14} [A-Z][\w-]{1,30})/y;
const TITLE = /title:[ \t]{0,8}([^\n]{3,200})/y;

/** The name of a YARA or Sigma rule by the word `rule` at `start`. */
export function takeRule(scan: Scan, start: number): number {
  const { text } = scan;
  YARA.lastIndex = start;
  const yara = YARA.exec(text)?.[1];
  if (yara !== undefined) {
    const from = text.indexOf(yara, start + 5);
    return note(scan, {
      type: "yara_rule",
      value: yara,
      start: from,
      end: from + yara.length,
      confidence: 0.95,
    });
  }
  const kind = /\b(yara(?:-l)?|sigma)[ -]{1,2}(?:detection )?$/i
    .exec(text.slice(Math.max(0, start - 24), start))?.[1]
    ?.toLowerCase();
  if (kind === undefined) return NOTHING;
  if (kind === "sigma") {
    SIGMA_QUOTED.lastIndex = start;
    const title = SIGMA_QUOTED.exec(text)?.[1];
    if (title !== undefined) return noteRule(scan, "sigma_rule", title, start);
  }
  if (kind === "sigma") {
    TITLED.lastIndex = start;
    const title = TITLED.exec(text)?.[1];
    if (title !== undefined) return noteRule(scan, "sigma_rule", title, start);
  }
  SPOKEN.lastIndex = start;
  const match = SPOKEN.exec(text);
  const name = match?.[1];
  if (match === null || name === undefined) return NOTHING;
  const isMarked = /["'`“]/.test(match[0]) || /named|called|name/i.test(match[0].slice(0, -name.length));
  if (!name.includes("_") && !(isMarked && /[A-Z\d].*[A-Z\d]/.test(name))) return NOTHING;
  return noteRule(scan, kind === "sigma" ? "sigma_rule" : "yara_rule", name, start);
}

/** A whole cell or list item below a header for YARA or Sigma rules. */
export function takeRuleCell(
  scan: Scan,
  type: "yara_rule" | "sigma_rule",
  start: number,
  end: number,
): number {
  const written = scan.text.slice(start, end);
  if (
    type === "yara_rule"
      ? !/^[A-Za-z_]\w{3,127}$/.test(written) || !written.includes("_")
      : !/^[a-z0-9]+(?:_[a-z0-9]+){2,}$/.test(written)
  )
    return NOTHING;
  return note(scan, { type, value: written, start, end, confidence: 0.75 });
}

/** `title:` of a Sigma rule: `logsource:` and `detection:` follow within a few lines. */
export function takeSigmaTitle(scan: Scan, start: number): number {
  const { text } = scan;
  if (start > 0 && !/[\n\s-]/.test(text.charAt(start - 1))) return NOTHING;
  const around = text.slice(start, start + 3000);
  const logsource = around.indexOf("logsource:");
  const detection = around.indexOf("detection:");
  const nextTitle = around.indexOf("\ntitle:", 5);
  const end = nextTitle === -1 ? around.length : nextTitle;
  if (logsource === -1 || detection === -1 || logsource > end || detection > end) return NOTHING;
  TITLE.lastIndex = start;
  const title = TITLE.exec(text)?.[1]
    ?.trim()
    .replace(/^["']|["']$/g, "");
  return title === undefined ? NOTHING : noteRule(scan, "sigma_rule", title, start);
}

function noteRule(scan: Scan, type: "yara_rule" | "sigma_rule", value: string, after: number): number {
  const from = scan.text.indexOf(value, after + 4);
  return note(scan, { type, value, start: from, end: from + value.length, confidence: 0.9 });
}
