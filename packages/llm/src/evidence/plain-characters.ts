import { type CleanText, type Edit, rewritten, unchanged } from "@cti/pipeline/indicators/clean-text";

/** The text with its HTML entities as characters and words that a soft hyphen parts at a line's end joined. */
export function plainCharacters(text: string): CleanText {
  const edits: Edit[] = [];
  for (const { 0: written, index, groups } of text.matchAll(ODD)) {
    const character = groups?.["name"] === undefined ? "" : characterOf(groups["name"]);
    if (character !== null)
      edits.push({ from: index, to: index + written.length, written: character, isDefang: false });
  }
  return edits.length === 0 ? unchanged(text) : rewritten(text, edits);
}

const ODD = /&(?<name>#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,6});|\u00ad[ \t]{0,20}\r?\n[ \t]{0,40}/g;

function characterOf(name: string): string | null {
  if (!name.startsWith("#")) return NAMED.get(name) ?? null;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const isCharacter = code > 0 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : null;
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["ensp", " "],
  ["emsp", " "],
  ["ndash", "–"],
  ["mdash", "—"],
  ["hellip", "…"],
  ["lsquo", "‘"],
  ["rsquo", "’"],
  ["sbquo", "‚"],
  ["ldquo", "“"],
  ["rdquo", "”"],
  ["bdquo", "„"],
  ["laquo", "«"],
  ["raquo", "»"],
  ["shy", "\u00ad"],
  ["bull", "•"],
  ["middot", "·"],
  ["auml", "ä"],
  ["ouml", "ö"],
  ["uuml", "ü"],
  ["szlig", "ß"],
  ["eacute", "é"],
  ["egrave", "è"],
  ["agrave", "à"],
]);
