import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const DAY = 86_400_000;
const FOLDER = join(import.meta.dirname, "articles");

/** What a publisher says at one time; a later edition keeps `publishedAt` and moves `updatedAt`. */
export type Edition = {
  title: string;
  author: string;
  summary: string;
  tags: string[];
  lang: string;
  publishedAt: Date;
  updatedAt: Date;
  body: string;
};

export type Article = { site: string; slug: string; editions: [Edition, ...Edition[]] };

type Meta = Omit<Edition, "publishedAt" | "updatedAt" | "body"> & { daysAgo: number; twinOf?: string };

/** All sample articles, newest first; `digest` changes whenever one of the files does. */
export function loadArticles(now: Date): { articles: Article[]; digest: string } {
  const digest = createHash("sha256");
  const articles: Article[] = [];
  for (const site of readdirSync(FOLDER).sort()) {
    const names = readdirSync(join(FOLDER, site)).sort();
    for (const name of names.filter((name) => !name.includes(".edition-"))) {
      const slug = name.replace(/\.html$/, "");
      const later = names.filter((other) => other.startsWith(`${slug}.edition-`));
      const texts = [name, ...later].map((file) => readFileSync(join(FOLDER, site, file), "utf8"));
      digest.update(`${site}/${name}\n${texts.join("\n")}`);
      articles.push({ site, slug, editions: toEditions(texts, now) });
    }
  }
  return { articles: articles.sort(newestFirst), digest: digest.digest("hex").slice(0, 12) };
}

function toEditions(texts: string[], now: Date): [Edition, ...Edition[]] {
  const [first, ...later] = texts.map((text) => toEdition(text, now));
  if (!first) throw new Error("An article needs a first edition.");
  return [first, ...later.map((edition) => ({ ...edition, publishedAt: first.publishedAt }))];
}

function toEdition(text: string, now: Date): Edition {
  const { meta, body } = split(text);
  const { daysAgo, twinOf, ...rest } = meta;
  // Whole seconds, since HTTP and RSS dates carry no more.
  const at = new Date(Math.floor((now.getTime() - daysAgo * DAY) / 1000) * 1000);
  return { ...rest, publishedAt: at, updatedAt: at, body: twinOf ? bodyOf(twinOf) : body };
}

function bodyOf(path: string): string {
  return split(readFileSync(join(FOLDER, `${path}.html`), "utf8")).body;
}

function split(text: string): { meta: Meta; body: string } {
  const end = text.indexOf("-->");
  const meta: unknown = JSON.parse(text.slice("<!--".length, end));
  if (!isMeta(meta)) throw new Error(`Not the head of a sample article: ${text.slice(0, 80)}`);
  return { meta, body: text.slice(end + "-->".length).trim() };
}

function isMeta(value: unknown): value is Meta {
  if (typeof value !== "object" || value === null) return false;
  const meta: Record<string, unknown> = { ...value };
  const strings = ["title", "author", "summary", "lang"].every((key) => typeof meta[key] === "string");
  return strings && typeof meta["daysAgo"] === "number" && Array.isArray(meta["tags"]);
}

function newestFirst(a: Article, b: Article): number {
  return b.editions[0].publishedAt.getTime() - a.editions[0].publishedAt.getTime();
}
