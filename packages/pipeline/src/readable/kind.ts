import { MARK } from "./marks.ts";
import type { Metadata } from "./metadata.ts";
import type { Segmented } from "./segments.ts";

export const PAGE_KINDS = ["article", "listing", "forum", "product", "documentation", "other"] as const;
export type PageKind = (typeof PAGE_KINDS)[number];

/** Guesses what sort of page this is from its declared types, its address and its make-up. */
export function guessKind(page: Segmented, metadata: Metadata, url: string): PageKind {
  const parsed = URL.parse(url);
  const path = parsed?.pathname ?? "/";
  const host = parsed?.hostname ?? "";
  const types = [...metadata.types].join(" ");
  const shape = shapeOf(page);
  const isTyped = /article|posting|report\b/.test(types.replaceAll("discussionforumposting", ""));

  if (/discussionforumposting|qapage/.test(types) || FORUM_ENGINE.test(metadata.generator)) return "forum";
  if (FORUM_PATH.test(`${host}${path}`) && (shape.posts >= 2 || !isTyped)) return "forum";
  const isTalk = Math.max(shape.postProse, shape.talk) > 0.5;
  if (shape.posts >= 5 && shape.talk > 0.95) return "forum";
  if (shape.posts >= 3 && !isTyped && isTalk && !ARTICLE_PATH.test(path)) return "forum";
  if (/\bproduct\b/.test(types) && shape.prices < 60 && !LIST_PATH.test(path)) return "product";
  if (PRODUCT_PATH.test(path) && shape.prices > 0) return "product";
  if (!isTyped && (/itemlist|collectionpage|offercatalog/.test(types) || LIST_PATH.test(path)))
    return "listing";
  if (!isTyped && shape.prices >= 8) return "listing";
  if (DOCS_HOST.test(host) || DOCS_PATH.test(path) || /techarticle|apireference/.test(types)) {
    return isTyped && !/techarticle|apireference/.test(types) ? "article" : "documentation";
  }
  if (isTyped || ARTICLE_PATH.test(path)) return "article";
  return path === "/" || page.words < 300 ? "other" : "article";
}

const FORUM_ENGINE = /xenforo|phpbb|vbulletin|discourse|mybb|flarum|nodebb|invision|simple machines|vanilla/i;
const FORUM_PATH =
  /^[^/]*forum[^/]*\/|^(?:community|discuss|boards?|answers)\.|\/(?:forums?|threads?|topic|viewtopic|showthread|questions\/\d+|r\/\w+\/comments|t\/[\w-]+\/\d+)\b|stackexchange\.com|\/showthread|\/thread-\d/;
const PRODUCT_PATH = /\/(?:products?|p|dp|pdp|item|items|shop|store)\/[^/]+|[-/]p[-/]?\d{4,}|\.html?$/i;
const LIST_PATH =
  /\/(?:collections?|category|categories|product-category|c|cat|browse|catalog|list|lists|tags?|topics?|search|archive|chart|directory|listing)(?:\/|$)|\/shop\/?$/i;
const DOCS_HOST = /^(?:docs?|developers?|wiki|help|support|learn|man|manual|kb)\.|docs\.rs$|readthedocs/;
const DOCS_PATH =
  /\/(?:docs?|documentation|reference|manual|man-pages|man\d?|wiki|api|guides?|handbook|tutorials?)(?:\/|$)/i;
const ARTICLE_PATH =
  /\/(?:blogs?|news|articles?|posts?|stories|story|insights|press|20\d\d)(?:\/|$)|\/20\d\d\/\d\d?\//i;

/** Prose in posts that stand side by side, and in whatever is named after comments, as shares of all prose. */
type Shape = { posts: number; postProse: number; talk: number; prices: number };

function shapeOf({ segments, boxes }: Segmented): Shape {
  const [body] = boxes;
  let posts = 0;
  let prose = 0;
  let talk = 0;
  let talkEnd = 0;
  for (const box of boxes) {
    if ((box.own & (MARK.postName | MARK.commentName)) === 0 || box.words < 8) continue;
    if ((box.own & MARK.commentName) !== 0 && box.first >= talkEnd && box.depth > 1) {
      talk += box.prose;
      talkEnd = box.last;
    }
    if (box.twins < 2) continue;
    posts++;
    prose += box.prose;
  }
  let prices = 0;
  for (const { text } of segments) if (text.length < 60 && /[$€£¥]\s?\d|\d\s?€/.test(text)) prices++;
  const whole = Math.max(1, body.prose);
  return { posts, postProse: prose / whole, talk: talk / whole, prices };
}
