/** Characters of an article's text that are embedded with its title. */
const leadLength = 1_500;
/** A sentence that ends before this share of them leaves too much unsaid: then a word's end will do. */
const leastShare = 0.5;
const titleLength = 400;

/** What models want to be told of a text before they embed it, by the beginning of their name. */
const prefixes: [name: string, prefix: { document: string; query: string }][] = [
  ["nomic-embed-text", { document: "search_document: ", query: "search_query: " }],
];

/** What is embedded of an article: its title and the first sentences of its text. */
export function documentText(model: string, { title, text }: { title: string; text: string }): string {
  return `${prefixOf(model, "document")}${cut(title.trim(), titleLength)}\n${leadOf(text)}`.trim();
}

/** What is embedded of a question. */
export function queryText(model: string, query: string): string {
  return `${prefixOf(model, "query")}${query.trim()}`;
}

/** The beginning of a text, to the end of the last sentence that fits, else of the last word. */
export function leadOf(text: string): string {
  const begun = text.trimStart();
  if (begun.length <= leadLength) return begun.trimEnd();
  const lead = cut(begun, leadLength);
  const sentence = endOfSentence(lead);
  if (sentence >= leastShare * leadLength) return lead.slice(0, sentence).trimEnd();
  const word = lead.search(/\s\S*$/u);
  return (word > leastShare * leadLength ? lead.slice(0, word) : lead).trimEnd();
}

function prefixOf(model: string, kind: "document" | "query"): string {
  const name = model.slice(model.lastIndexOf("/") + 1);
  return prefixes.find(([start]) => name.startsWith(start))?.[1][kind] ?? "";
}

/** Where the last sentence that is whole ends; an address or a version has no white space behind its dots. */
function endOfSentence(text: string): number {
  let end = 0;
  for (const { index, 0: found } of text.matchAll(/[.!?…]["'”’)\]]?(?=\s)|[。！？]|\n/gu))
    end = index + found.length;
  return end;
}

/** Not in the middle of a character. */
function cut(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length);
}
