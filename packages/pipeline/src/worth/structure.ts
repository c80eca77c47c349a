import type { TextBlock } from "../html/blocks.ts";

/** What a reader sees of a text's shape. */
export type Structure = {
  headings: number;
  tables: number;
  codes: number;
  items: number;
  links: number;
  quotedShare: number;
};

const kinds: Record<string, "headings" | "tables" | "codes" | "items" | "links"> = {
  h2: "headings",
  h3: "headings",
  h4: "headings",
  table: "tables",
  pre: "codes",
  code: "codes",
  li: "items",
  a: "links",
};

/** Counts blocks of a text, or else lines that look like them; links and quotes only a sanitised page shows. Linear. */
export function structureOf(
  text: string,
  { html, blocks }: { html?: string | null | undefined; blocks?: TextBlock[] | undefined },
): Structure {
  const page = html ? fromHtml(html) : empty;
  if (!blocks) return html ? page : fromText(text);
  return { ...page, ...fromBlocks(blocks) };
}

const empty: Structure = { headings: 0, tables: 0, codes: 0, items: 0, links: 0, quotedShare: 0 };

function fromBlocks(blocks: TextBlock[]): Pick<Structure, "headings" | "tables" | "codes" | "items"> {
  const count = (kind: TextBlock["kind"]): number => blocks.filter((block) => block.kind === kind).length;
  const tables = blocks.filter(({ kind }, at) => kind === "table" && blocks[at - 1]?.kind !== "table").length;
  return { headings: count("heading"), tables, codes: count("code"), items: count("list") };
}

function fromHtml(html: string): Structure {
  const structure = { ...empty };
  let quoted = 0;
  let quoteStart = -1;
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at + 1)) {
    const name = tagName(html, at + 1);
    if (name === "blockquote" && quoteStart === -1) quoteStart = at;
    if (name === "/blockquote" && quoteStart !== -1) {
      quoted += at - quoteStart;
      quoteStart = -1;
    }
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind !== undefined) structure[kind] += 1;
  }
  return { ...structure, quotedShare: quoted / html.length };
}

const longestName = 11;

function tagName(html: string, start: number): string {
  let end = start;
  while (end - start < longestName && /[a-z0-9/]/i.test(html[end] ?? "")) end += 1;
  return html.slice(start, end).toLowerCase();
}

function fromText(text: string): Structure {
  const structure = { ...empty };
  for (const line of lines(text)) {
    if (/^(?:[-*•]|\d{1,2}[.)]) \S/.test(line)) structure.items += 1;
    if (/^#{1,4} \S/.test(line)) structure.headings += 1;
    if (line.startsWith("|") || line.includes("\t")) structure.tables += 0.2;
    if (line.startsWith("```")) structure.codes += 0.5;
  }
  structure.tables = Math.round(structure.tables);
  structure.codes = Math.round(structure.codes);
  return structure;
}

/** The beginnings of the lines of a text, without making them all at once. */
export function* lines(text: string): Generator<string> {
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    const stop = end === -1 ? text.length : end;
    yield text.slice(start, Math.min(stop, start + 200)).trim();
    start = stop + 1;
  }
}
