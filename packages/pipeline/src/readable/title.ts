import { collapse } from "../html/text.ts";

/** Chooses a page's headline and takes the site's name off it. */
export function cleanTitle(options: {
  candidates: readonly (string | null)[];
  headings: readonly string[];
  siteName: string | null;
  url: string;
}): string {
  const names = siteNames(options.siteName, options.url);
  const declared = options.candidates
    .map((candidate) => (candidate === null ? "" : withoutSite(collapse(candidate), names)))
    .filter((candidate) => candidate !== "" && !names.has(fold(candidate)));
  const headings = options.headings.filter((heading) => heading !== "" && !names.has(fold(heading)));
  const first = declared[0];
  if (first === undefined) return (headings[0] ?? "").slice(0, 500);
  // A heading that the declared title starts with, or contains, is the title without its decoration.
  for (const heading of headings) {
    if (heading.length >= 8 && heading.length < first.length && fold(first).includes(fold(heading)))
      return heading;
  }
  return first.slice(0, 500);
}

const SEPARATOR = /\s+[|\-–—·•»:/\\]{1,2}\s+|\s*[|»]\s*/g;

function withoutSite(title: string, names: ReadonlySet<string>): string {
  const cuts = [...title.matchAll(SEPARATOR)];
  const last = cuts.at(-1);
  const first = cuts[0];
  if (last === undefined || first === undefined) return title;
  for (const cut of cuts) {
    if (names.has(fold(title.slice(cut.index + cut[0].length))) && cut.index > 0)
      return title.slice(0, cut.index);
  }
  if (names.has(fold(title.slice(0, first.index)))) return title.slice(first.index + first[0].length);
  return title;
}

/** Spellings under which a site may sign: its declared name, its host, the host's main label. */
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
