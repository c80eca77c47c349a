import type { ArticleDetail } from "./find-articles.ts";

/** An article as Markdown with YAML front matter. What comes from the web is escaped: it shows as text and does nothing. */
export function articleMarkdown(article: ArticleDetail): string {
  const front = {
    id: article.id,
    title: article.title,
    source: article.source,
    url: article.url,
    authors: article.authors,
    published_at: article.published_at?.toISOString() ?? null,
    collected_at: article.collected_at.toISOString(),
    language: article.language,
    words: article.word_count,
    version: article.version,
    categories: article.categories,
    score: article.score,
    hunt: article.hunt,
    quality: article.quality,
    story: article.story,
    twin_of: article.twin_of,
  };
  const lines = Object.entries(front).map(([name, value]) => `${name}: ${yamlOf(value)}`);
  return `---\n${lines.join("\n")}\n---\n\n# ${escapeLine(article.title)}\n\n${escapeText(article.text)}\n`;
}

/** JSON is YAML; what a terminal or an editor might obey is written as its number. */
function yamlOf(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => String.raw`\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
    ).join(""),
  );
}

function escapeLine(text: string): string {
  return escapeText(text.replace(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim());
}

/** Every sign that Markdown (or HTML in it, or a program that links addresses by itself) gives a meaning to. */
function escapeText(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/[\\`*_{}[\]<>#|~&$^@!]/g, String.raw`\$&`)
    .replace(/:(?=\/\/)/g, String.raw`\:`)
    .replace(/\b(www)\./gi, String.raw`$1\.`)
    .replace(/^[^\S\n]+/gmu, "")
    .replace(/^[-+=:]/gm, String.raw`\$&`)
    .replace(/^(\d{1,9})([.)])/gm, String.raw`$1\$2`);
}
