import type { Fetcher } from "@cti/fetch/fetcher";
import { decodeText } from "@cti/pipeline/charset";
import { extractEntities } from "@cti/pipeline/entities/extract-entities";
import type { Field } from "@cti/pipeline/entities/group-mentions";
import type { Knowledge } from "@cti/pipeline/entities/knowledge";
import type { Mention } from "@cti/pipeline/entities/mention";
import { scoreWorth } from "@cti/pipeline/worth/score-worth";
import { sentenceAt } from "@cti/pipeline/indicators/sentence";
import { siteName } from "@cti/pipeline/site-name";

import { DomainError } from "../errors.ts";
import type { Document } from "../reading/document.ts";
import { readArticle } from "../reading/read-article.ts";

export type OneOffInput = { name: string; bytes: Uint8Array } | { url: string };

/** A mention with its sentence; `count` is how often the entity stands in title and text. */
export type OneOffMention = Mention & { field: Field; label: string | null; sentence: string; count: number };

export type OneOffExtraction = {
  title: string;
  text: string;
  language: string | null;
  words: number;
  quality: number;
  quality_parts: { name: string; points: number; reason: string }[];
  hunt: number;
  hunt_parts: { name: string; points: number; reason: string }[];
  /** Of title and text, in order; offsets count UTF-16 units of the field they name. */
  mentions: OneOffMention[];
};

/** Extracts one document that is not stored: plain text, HTML or PDF, from memory or from the web. */
export async function extractOnce(
  { knowledge, fetcher }: { knowledge: Knowledge; fetcher: Fetcher | null },
  input: OneOffInput,
): Promise<OneOffExtraction> {
  const page = "url" in input ? await download(fetcher, input.url) : documentOf(input);
  const own = "url" in input ? siteName(input.url) : null;
  const article = await readArticle(
    {
      entry: {
        url: page.url,
        title: "",
        authors: [],
        published: null,
        language: null,
        summary: null,
        content: null,
      },
      page,
      template: null,
      rules: null,
      isOwnSite: true,
      ownSites: [],
      sourceId: 0,
      extract: false,
      now: new Date(),
    },
    null,
  );
  if (article.refusal !== null && article.text === "")
    throw new DomainError(
      "upstream",
      `${"url" in input ? input.url : input.name} holds no text that can be read (${article.refusal})`,
    );
  const title = isHtml(page) ? article.title : "";
  const subject = {
    title,
    text: article.text,
    html: isHtml(page) ? article.html : null,
    ownHosts: own ? [own] : [],
    sourceId: null,
  };
  const { mentions, titleMentions, entities } = extractEntities(subject, knowledge);
  const { quality, qualityParts, hunt, huntParts } = scoreWorth({
    ...article,
    ...subject,
    html: subject.html ?? "",
    mentions,
    hasAuthor: article.authors.length > 0,
    hasDate: article.published !== null,
  });
  const known = new Map(entities.map((entity) => [`${entity.type}:${entity.value}`, entity]));
  const complete = (field: Field, mention: Mention): OneOffMention => {
    const entity = known.get(`${mention.type}:${mention.value}`);
    const whole = field === "title" ? title : article.text;
    const { start, end } = sentenceAt(whole, mention.start, mention.end);
    return {
      ...mention,
      field,
      label: entity?.label ?? null,
      sentence: whole.slice(start, end).trim(),
      count: entity?.count ?? 1,
    };
  };
  return {
    title,
    text: article.text,
    language: article.language,
    words: article.wordCount,
    quality: Math.round(quality),
    quality_parts: qualityParts,
    hunt: Math.round(hunt),
    hunt_parts: huntParts,
    mentions: [
      ...titleMentions.map((mention) => complete("title", mention)),
      ...mentions.map((mention) => complete("text", mention)),
    ],
  };
}

async function download(fetcher: Fetcher | null, url: string): Promise<Document> {
  if (!fetcher)
    throw new DomainError("invalid", "A URL cannot be read offline; name a file or - for standard input");
  const response = await fetcher.get(url, {}).catch((cause: unknown) => {
    throw new DomainError(
      "upstream",
      `${url} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  });
  return { bytes: response.body, contentType: response.contentType, url: response.url };
}

/** Plain text keeps every character, so that offsets are those of the file. */
function documentOf({ name, bytes }: { name: string; bytes: Uint8Array }): Document {
  const url = "file:///input";
  const head = decodeText(bytes.subarray(0, 4_096), null).text.trimStart();
  const isMarkup =
    /^(?:<!doctype html|<html|<\?xml|<(?:head|body|article|div|p|table|h1)\b)/i.test(head) ||
    /\.x?html?$/i.test(name);
  const isPdf = head.startsWith("%PDF-");
  return { bytes, contentType: isPdf ? "application/pdf" : isMarkup ? "text/html" : "text/plain", url };
}

function isHtml({ contentType }: Document): boolean {
  return contentType?.toLowerCase().includes("html") === true;
}
