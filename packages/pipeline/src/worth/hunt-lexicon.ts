import { readDataFile } from "../knowledge/read-rows.ts";
import { foldTerm } from "./fold-codes.ts";
import { huntClasses } from "./hunt-classes.ts";

export type HuntTerm = { className: string; tag: string; weight: number; text: string };

/** Terms as a trie over words, and the words as a hash table that the scanner asks with the hash it has counted. */
export type HuntLexicon = {
  terms: HuntTerm[];
  version: string;
  words: string[];
  /** Word number by hash, -1 where free; probed linearly. */
  slots: Int32Array;
  hashes: Int32Array;
  /** `node * words.length + word` to the next node. */
  next: Map<number, number>;
  /** Term that ends in a node, or -1. */
  termAt: Int32Array;
  /** The word that is passed over between two words of a term. */
  exe: number;
};

let loaded: HuntLexicon | null = null;

/** The terms of `knowledge/hunt-terms.txt`, read at first use. */
export function huntLexicon(): HuntLexicon {
  loaded ??= buildLexicon(readDataFile("hunt-terms.txt"));
  return loaded;
}

/** Builds the lexicon from the text of a term file. Throws an Error that names the line for one that it cannot read. */
export function buildLexicon(file: string): HuntLexicon {
  const terms: HuntTerm[] = [];
  const wordNumbers = new Map<string, number>([["exe", 0]]);
  const edges: [node: number, word: number, to: number][] = [];
  const steps = new Map<string, number>();
  const ends = new Map<number, number>();
  for (const term of readTerms(file)) {
    let node = 0;
    for (const word of foldTerm(term.text)) {
      const number = numberOf(wordNumbers, word);
      const step = `${node} ${number}`;
      const to = numberOf(steps, step) + 1;
      if (to > edges.length) edges.push([node, number, to]);
      node = to;
    }
    if (node === 0 || ends.has(node)) continue;
    ends.set(node, terms.length);
    terms.push(term);
  }
  const words = [...wordNumbers.keys()];
  const termAt = new Int32Array(edges.length + 1).fill(-1);
  for (const [node, term] of ends) termAt[node] = term;
  const next = new Map(edges.map(([node, word, to]) => [node * words.length + word, to]));
  return { terms, version: versionOf(file), words, next, termAt, exe: 0, ...hashTable(words) };
}

/** One step of the hash over folded codes; start with 0. */
export function hashStep(hash: number, code: number): number {
  return (Math.imul(hash, 31) + code) | 0;
}

/** Spreads a hash over a table whose size is a power of two. */
export function slotOf(hash: number, size: number): number {
  return (Math.imul(hash, 0x9e3779b1) >>> 8) & (size - 1);
}

function hashTable(words: string[]): { slots: Int32Array; hashes: Int32Array } {
  const size = 2 ** Math.ceil(Math.log2(words.length * 4));
  const slots = new Int32Array(size).fill(-1);
  const hashes = new Int32Array(size);
  for (const [number, word] of words.entries()) {
    let hash = 0;
    for (let at = 0; at < word.length; at += 1) hash = hashStep(hash, word.charCodeAt(at));
    let slot = slotOf(hash, size);
    while (slots[slot] !== -1) slot = (slot + 1) & (size - 1);
    slots[slot] = number;
    hashes[slot] = hash;
  }
  return { slots, hashes };
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}

const eventWords = ["event id", "event ids", "eventid", "eventcode", "event code"];

function* readTerms(file: string): Generator<HuntTerm> {
  for (const [at, line] of file.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [className = "", tag = "", weight = "", list = ""] = line.split("|").map((column) => column.trim());
    if (!Object.hasOwn(huntClasses, className) || tag === "" || !(Number(weight) > 0) || list === "") {
      throw new Error(`hunt terms, line ${at + 1}: class | tag | weight | term; term expected`);
    }
    const texts = list.split(";").flatMap((term) => spellings(term.trim()));
    for (const text of texts) yield { className, tag, weight: Number(weight), text };
  }
}

function spellings(term: string): string[] {
  return term.startsWith("{event}") ? eventWords.map((words) => term.replace("{event}", words)) : [term];
}

function versionOf(file: string): string {
  return /version: (\S+)/.exec(file)?.[1] ?? "";
}
