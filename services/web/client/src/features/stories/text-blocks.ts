export type Block =
  | { kind: "heading"; text: string }
  | { kind: "text" | "code"; text: string }
  | { kind: "list"; ordered: boolean; items: string[] }
  | { kind: "table"; rows: string[][] };

const bullet = /^\s*[-•*–]\s+/;
/** What commands, requests and settings have in their lines, and sentences hardly. */
const coded = /[=\\{}$<>|]|\/\S|^\s*[\w-]+: \S/;
const number = /^\s*\d{1,3}[.)]\s+/;

/** The plain text of an article as what its lines look like: lists, tables, headings, paragraphs. */
export function textBlocks(text: string): Block[] {
  const chunks = text
    .split(/\n\s*\n/)
    .map((chunk) => chunk.replace(/\s+$/, ""))
    .filter((chunk) => chunk.trim() !== "");
  return chunks.map((chunk, at) => toBlock(chunk, at === chunks.length - 1));
}

function toBlock(chunk: string, isLast: boolean): Block {
  const lines = chunk.split("\n").filter((line) => line.trim() !== "");
  if (lines.every((line) => bullet.test(line)))
    return { kind: "list", ordered: false, items: lines.map((line) => line.replace(bullet, "")) };
  if (lines.length > 1 && lines.every((line) => number.test(line)))
    return { kind: "list", ordered: true, items: lines.map((line) => line.replace(number, "")) };
  if (lines.length > 1 && lines.every((line) => line.includes(" | ")))
    return { kind: "table", rows: lines.map((line) => line.split(" | ").map((cell) => cell.trim())) };
  if (isCode(lines)) return { kind: "code", text: lines.join("\n") };
  const [only = ""] = lines;
  // The reader kept no mark of headings: a short line that ends like no sentence is one.
  if (lines.length === 1 && !isLast && only.length <= 80 && /\p{L}/u.test(only) && !/[.!?:;,…|]$/.test(only))
    return { kind: "heading", text: only };
  return { kind: "text", text: lines.join("\n") };
}

/** Lines that belong together without being sentences: the reader kept no mark of code either. */
function isCode(lines: readonly string[]): boolean {
  if (lines.length < 2 || lines.some((line) => /[\w)][.!?]$/.test(line.trimEnd()))) return false;
  return lines.filter((line) => coded.test(line)).length * 2 > lines.length;
}
