import { attribute } from "../html/attributes.ts";
import type { HtmlElement } from "../html/tree.ts";

/**
 * What an element's tag, role, class and id say about its place on the page, one bit each. Bits are inherited: a
 * paragraph in a side bar carries the side bar's bit.
 */
export const MARKS = [
  "article",
  "main",
  "aside",
  "nav",
  "footer",
  "header",
  "form",
  "figure",
  "table",
  "list",
  "quote",
  "details",
  "hidden",
  "ariaHidden",
  "hiddenName",
  "navName",
  "commentName",
  "shareName",
  "relatedName",
  "sidebarName",
  "adName",
  "consentName",
  "newsletterName",
  "footerName",
  "headerName",
  "modalName",
  "metaName",
  "tagName",
  "widgetName",
  "contentName",
  "bodyName",
  "titleName",
] as const;
/** A second word of bits: 31 is as much as one small integer holds well. */
export const MORE_MARKS = [
  "productName",
  "specName",
  "reviewName",
  "cardName",
  "gridName",
  "heroName",
  "faqName",
  "tabName",
  "postName",
  "userName",
  "buttonName",
  "priceName",
  "captionName",
  "tocName",
  "stickyName",
  "cartName",
  "filterName",
  "sliderName",
  "ctaName",
  "articleBodyProp",
  "descriptionProp",
  "itemscope",
  "link",
  "button",
  "label",
  "heading",
  "cell",
  "code",
  "noSnippet",
] as const;

type Mark = (typeof MARKS)[number];
type MoreMark = (typeof MORE_MARKS)[number];

const BIT = new Map<string, number>(MARKS.map((mark, at) => [mark, 1 << at]));
const MORE_BIT = new Map<string, number>(MORE_MARKS.map((mark, at) => [mark, 1 << at]));

export function bit(mark: Mark): number {
  return BIT.get(mark) ?? 0;
}

export function moreBit(mark: MoreMark): number {
  return MORE_BIT.get(mark) ?? 0;
}

const NAMES: [Mark | MoreMark, string][] = [
  [
    "hiddenName",
    "hidden hide visually sr-only screen-reader screenreader invisible d-none noprint no-print print-only printonly offscreen collapsed",
  ],
  [
    "navName",
    "nav navbar navigation menu menubar megamenu breadcrumb breadcrumbs pagination pager paging prevnext prev-next pagenav skip skiplink sitemap submenu dropdown hamburger topbar",
  ],
  ["commentName", "comment comments commentlist disqus respond reply replies discussion"],
  [
    "shareName",
    "share sharing shares social socials addtoany addthis sharedaddy follow facebook twitter pinterest linkedin whatsapp",
  ],
  [
    "relatedName",
    "related recommend recommended recommendation recommendations recirc readmore read-more read-next more-from also-like suggested similar trending popular latest recent upnext up-next crosssell upsell you-may outbrain taboola jp-relatedposts",
  ],
  [
    "sidebarName",
    "sidebar side-bar rail aside secondary complementary sidenav right-col rightcol right-column left-column",
  ],
  [
    "adName",
    "ad ads advert advertisement adsbygoogle sponsor sponsored promo promotion promotions banner dfp gpt affiliate disclosure",
  ],
  ["consentName", "cookie cookies consent gdpr onetrust ccpa privacy"],
  [
    "newsletterName",
    "newsletter subscribe subscription signup sign-up optin opt-in mailchimp mc4wp hubspot email-form mailing",
  ],
  ["footerName", "footer foot colophon bottom copyright legal"],
  ["headerName", "header masthead topper site-header head top"],
  [
    "modalName",
    "modal popup pop-up overlay lightbox dialog drawer offcanvas off-canvas tooltip popover toast flyout",
  ],
  [
    "metaName",
    "meta byline author authors dateline date timestamp published posted-on postmeta bio reading-time time",
  ],
  ["tagName", "tag tags tagcloud category categories topics keywords labels taxonomy"],
  ["widgetName", "widget widgets plugin module toolbar tool tools utility"],
  ["contentName", "content contents container-content main-content page-content article articles story main"],
  [
    "bodyName",
    "entry-content post-content article-content article-body articlebody post-body entry-body story-body body-content content-body richtext rich-text rte prose markdown markdown-body wysiwyg bodytext text-block body-copy copy post-text single-content entry__content article__body article__content post__content blog-content td-post-content c-entry-content mw-parser-output theme-post-content field-name-body field--name-body",
  ],
  ["titleName", "title headline heading entry-title post-title subtitle"],
  ["productName", "product pdp woocommerce-product productview product-detail item-detail sku"],
  [
    "specName",
    "spec specs specification specifications attributes features feature detail details additional-information description desc summary overview excerpt",
  ],
  ["reviewName", "review reviews rating ratings testimonial testimonials stars feedback"],
  [
    "cardName",
    "card cards tile tiles teaser item items product-item grid-item list-item listing result entry",
  ],
  [
    "gridName",
    "grid products collection list-products product-list product-grid results listing-page archive catalog row columns",
  ],
  ["heroName", "hero jumbotron intro lead lede standfirst banner-content masthead-content"],
  ["faqName", "faq faqs accordion question answer questions answers qa collapse"],
  ["tabName", "tab tabs tabpanel tab-content tab-pane panel"],
  [
    "postName",
    "post posts message messages thread topic postbody post-message bbcode cooked bbwrapper usertext forum",
  ],
  ["userName", "user username avatar profile member signature postdetails userinfo poster rank"],
  ["buttonName", "button btn buttons cta-button actions action"],
  ["priceName", "price prices pricing sale discount amount money"],
  ["captionName", "caption wp-caption-text figcaption credit credits image-caption"],
  ["tocName", "toc table-of-contents tableofcontents contents-list ez-toc on-this-page jump-links anchor"],
  ["stickyName", "sticky fixed floating floater affix"],
  [
    "cartName",
    "cart minicart basket checkout wishlist add-to-cart account login log-in signin sign-in register",
  ],
  [
    "filterName",
    "filter filters facet facets sort sorting refine refinement search searchform swatch variant variants option options quantity",
  ],
  ["sliderName", "slider carousel slick swiper owl slideshow gallery thumbs thumbnails"],
  [
    "ctaName",
    "cta call-to-action callout alert notice notification announcement message-bar announcement-bar",
  ],
];

const BY_NAME = new Map<string, [number, number]>();
for (const [mark, words] of NAMES) {
  for (const word of words.split(" ")) {
    const [first, second] = BY_NAME.get(word) ?? [0, 0];
    BY_NAME.set(word, [first | (BIT.get(mark) ?? 0), second | (MORE_BIT.get(mark) ?? 0)]);
  }
}

const TAG_MARKS = new Map<string, Mark>([
  ["article", "article"],
  ["main", "main"],
  ["aside", "aside"],
  ["nav", "nav"],
  ["footer", "footer"],
  ["header", "header"],
  ["form", "form"],
  ["figure", "figure"],
  ["table", "table"],
  ["ul", "list"],
  ["ol", "list"],
  ["dl", "list"],
  ["blockquote", "quote"],
  ["details", "details"],
]);
const MORE_TAG_MARKS = new Map<string, MoreMark>([
  ["a", "link"],
  ["button", "button"],
  ["label", "label"],
  ["td", "cell"],
  ["th", "cell"],
  ["pre", "code"],
  ["h1", "heading"],
  ["h2", "heading"],
  ["h3", "heading"],
  ["h4", "heading"],
  ["h5", "heading"],
  ["h6", "heading"],
]);
const ROLE_MARKS = new Map<string, Mark>([
  ["main", "main"],
  ["article", "article"],
  ["navigation", "nav"],
  ["menu", "nav"],
  ["menubar", "nav"],
  ["banner", "header"],
  ["contentinfo", "footer"],
  ["complementary", "aside"],
  ["search", "form"],
  ["dialog", "modalName"],
  ["alertdialog", "modalName"],
  ["alert", "modalName"],
]);

export type Marked = { first: number; second: number };

/** The bits that an element adds to those of its ancestors. */
export function marksOf(node: HtmlElement, cache: Map<string, Marked>): Marked {
  const tag = TAG_MARKS.get(node.tag);
  const more = MORE_TAG_MARKS.get(node.tag);
  let first = tag === undefined ? 0 : bit(tag);
  let second = more === undefined ? 0 : moreBit(more);
  if (node.attributes.length === 0) return { first, second };
  if (node.hints !== "") {
    let named = cache.get(node.hints);
    if (named === undefined) {
      named = marksOfNames(node.hints);
      cache.set(node.hints, named);
    }
    first |= named.first;
    second |= named.second;
  }
  const { attributes } = node;
  for (let at = 0; at < attributes.length; at += 2) {
    const value = attributes[at + 1] ?? "";
    switch (attributes[at]) {
      case "role":
        first |=
          bit(ROLE_MARKS.get(value.toLowerCase()) ?? "hidden") &
          (ROLE_MARKS.has(value.toLowerCase()) ? -1 : 0);
        break;
      case "hidden":
        first |= bit("hidden");
        break;
      case "aria-hidden":
        if (value === "true") first |= bit("ariaHidden");
        break;
      case "style":
        if (/display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)) first |= bit("hidden");
        break;
      case "itemprop":
        if (/^articlebody$/i.test(value)) second |= moreBit("articleBodyProp");
        if (value === "description") second |= moreBit("descriptionProp");
        break;
      case "itemscope":
        second |= moreBit("itemscope");
        break;
      case "data-nosnippet":
        second |= moreBit("noSnippet");
        break;
      default:
    }
  }
  return { first, second };
}

/** Names are looked up whole, by pairs of parts (entry-content) and part by part. */
function marksOfNames(hints: string): Marked {
  let first = 0;
  let second = 0;
  const plain = hints
    .slice(0, 400)
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase();
  for (const name of plain.split(/\s+/, 24)) {
    const parts = name.split(/[-_:.]+|(?<=[a-z])(?=\d)/, 12).filter((part) => part !== "");
    const whole = BY_NAME.get(name);
    if (whole !== undefined) {
      first |= whole[0];
      second |= whole[1];
    }
    for (let at = 0; at < parts.length; at++) {
      const single = BY_NAME.get(parts[at] ?? "");
      const pair = at + 1 < parts.length ? BY_NAME.get(`${parts[at]}-${parts[at + 1]}`) : undefined;
      first |= (single?.[0] ?? 0) | (pair?.[0] ?? 0);
      second |= (single?.[1] ?? 0) | (pair?.[1] ?? 0);
    }
  }
  return { first, second };
}
