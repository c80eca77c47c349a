import { collapse } from "../html/text.ts";

/** Chooses a page's headline and takes the site's name off it. */
export function cleanTitle(options: {
  candidates: readonly (string | null)[];
  headings: readonly string[];
  siteName: string | null;
  url: string;
}): string {
  const names = siteNames(options.siteName, options.url);
  const isTitle = (text: string): boolean => text !== "" && !names.has(fold(text));
  const declared = options.candidates
    .map((candidate) => (candidate === null ? "" : withoutSite(collapse(candidate), names)))
    .find(isTitle);
  const headings = options.headings.filter(isTitle);
  if (declared === undefined) return (headings[0] ?? "").slice(0, MAX_LENGTH);
  // A heading inside of the declared title is the title without its decoration.
  const core = headings.find((heading) => {
    return (
      heading.length >= 6 && heading.length < declared.length && fold(declared).startsWith(fold(heading))
    );
  });
  if (core !== undefined) return core;
  const [heading] = headings;
  const isTheHeadline = headings.length === 1 && heading !== undefined && resembles(heading, declared);
  return (isTheHeadline ? heading : declared).slice(0, MAX_LENGTH);
}

const MAX_LENGTH = 300;
const SEPARATOR = /\s+(?:[|\-–—·•»:/\\]|::|\|\|)\s+|\s*[|»]\s*/g;

/** What readers see as the headline may be worded more fully than what was written for search engines. */
function resembles(heading: string, declared: string): boolean {
  const words = wordsOf(heading);
  if (words.size < 3 || heading.length > 200) return false;
  const others = wordsOf(declared);
  let common = 0;
  for (const word of words) if (others.has(word)) common++;
  return common >= 2 && common >= Math.min(words.size, others.size) * 0.4;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

function withoutSite(title: string, names: ReadonlySet<string>): string {
  const cuts = [...title.slice(0, 1_000).matchAll(SEPARATOR)];
  const last = cuts.at(-1);
  const [first] = cuts;
  if (last === undefined || first === undefined) return title;
  for (const cut of cuts) {
    if (cut.index > 0 && names.has(fold(title.slice(cut.index + cut[0].length))))
      return title.slice(0, cut.index);
  }
  if (names.has(fold(title.slice(0, first.index)))) return title.slice(first.index + first[0].length);
  const tail = title.slice(last.index + last[0].length);
  const head = title.slice(0, last.index);
  const signs = tail.length < 40 && head.length >= 12 && resemblesName(tail, names);
  return signs ? withoutSite(head, names) : title;
}

/** "Lenovo US" for lenovo.com: a short tail whose words spell the site's name. */
function resemblesName(tail: string, names: ReadonlySet<string>): boolean {
  const folded = fold(tail);
  for (const name of names) {
    if (name.length >= 3 && (folded.startsWith(name) || (folded.length >= 4 && name.startsWith(folded))))
      return true;
  }
  return false;
}

/** Spellings under which a site may sign: its declared name, its host, the labels of its host. */
function siteNames(declared: string | null, url: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (declared !== null) names.add(fold(declared));
  const host = URL.parse(url)?.hostname.replace(/^www\./, "") ?? "";
  names.add(fold(host));
  for (const label of host.split(".").slice(0, -1)) if (label.length > 2) names.add(fold(label));
  names.delete("");
  return names;
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
