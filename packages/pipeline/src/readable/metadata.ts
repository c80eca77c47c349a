import { resolveLink } from "../html/links.ts";
import { collapse } from "../html/text.ts";
import type { HtmlDocument, HtmlHead } from "../html/tree.ts";
import { readJsonLd, type StructuredData } from "./json-ld.ts";
import { readMarked, type Marked } from "./marked.ts";
import { cleanTitle } from "./title.ts";

/** What a page says about itself, before its text is looked at. */
export type Metadata = {
  title: string;
  authors: string[];
  published: string | null;
  modified: string | null;
  language: string | null;
  canonicalUrl: string | null;
  siteName: string | null;
  summary: string | null;
  base: string;
  /** JSON-LD and Open Graph types, lower case. */
  types: ReadonlySet<string>;
  generator: string;
  structured: StructuredData;
};

export function readMetadata(document: HtmlDocument, url: string): Metadata {
  const { head } = document;
  const structured = readJsonLd(head.jsonLd);
  const meta = metaReader(head);
  const marked = readMarked(document.root);
  const siteName = meta("og:site_name") ?? structured.publisher ?? meta("application-name");
  const base = resolveLink(head.base, url) ?? url;
  const types = new Set(structured.types);
  const ogType = meta("og:type");
  if (ogType !== null) types.add(ogType.toLowerCase());
  return {
    title: cleanTitle({
      candidates: [structured.headline, meta("og:title"), meta("twitter:title"), collapse(head.title)],
      headings: marked.headings,
      siteName,
      url,
    }),
    authors: authorsOf(structured, meta, marked),
    published: publishedOf(structured, meta, marked),
    modified:
      structured.modified ??
      meta("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"),
    language: languageOf(head, structured, meta),
    canonicalUrl: resolveLink(head.canonical, base) ?? resolveLink(meta("og:url") ?? undefined, base),
    siteName,
    summary: meta("description", "og:description", "twitter:description") ?? structured.description,
    base,
    types,
    generator: meta("generator") ?? "",
    structured,
  };
}

type MetaReader = (...names: string[]) => string | null;

function metaReader(head: HtmlHead): MetaReader {
  const byName = new Map<string, string>();
  for (const { name, content } of head.metas) {
    const value = collapse(content);
    if (value !== "" && !byName.has(name)) byName.set(name, value);
  }
  return (...names) => {
    for (const name of names) {
      const value = byName.get(name);
      if (value !== undefined) return value;
    }
    return null;
  };
}

function publishedOf(structured: StructuredData, meta: MetaReader, marked: Marked): string | null {
  const declared = meta(
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "citation_publication_date",
    "citation_online_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "article.published",
    "datecreated",
  );
  return structured.published ?? declared ?? marked.times[0] ?? marked.dates[0] ?? null;
}

function languageOf(head: HtmlHead, structured: StructuredData, meta: MetaReader): string | null {
  const declared = [head.lang, structured.language, meta("content-language", "og:locale", "dc.language")];
  for (const value of declared) {
    const tag = value?.trim().replaceAll("_", "-");
    if (tag && /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(tag)) return tag;
  }
  return null;
}

const AUTHOR_METAS = [
  "author",
  "article:author",
  "dc.creator",
  "citation_author",
  "parsely-author",
  "sailthru.author",
  "author_name",
];

function authorsOf(structured: StructuredData, meta: MetaReader, marked: Marked): string[] {
  const names = [
    structured.persons,
    ...AUTHOR_METAS.map((name) => splitNames(meta(name))),
    splitNames(meta("twitter:data1")).filter(() => meta("twitter:label1")?.toLowerCase() === "written by"),
    marked.authors,
    structured.organisations,
  ];
  for (const list of names) {
    const clean = list.map(cleanName).filter((name) => name !== "");
    if (clean.length > 0) return [...new Set(clean)].slice(0, 20);
  }
  return [];
}

function splitNames(text: string | null): string[] {
  return text === null ? [] : text.split(/\s*(?:[,;]|\band\b|&)\s*/).slice(0, 20);
}

function cleanName(name: string): string {
  const clean = collapse(name)
    .replace(/^(?:(?:written|posted|published|reported|words|story|article)\s+)?by:?\s+/i, "")
    .replace(/\s*[|•·].*$/, "");
  const isName = clean.length <= 80 && !/^https?:|@.*\.|[{}<>]/i.test(clean) && /\p{L}/u.test(clean);
  return isName ? clean : "";
}
