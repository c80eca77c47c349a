import type { HtmlElement } from "../html/tree.ts";

/**
 * What an element's tag, role, class and id say about its place on the page, one bit each. Text inherits the bits
 * of everything around it: a paragraph in a side bar carries the side bar's bit.
 */
export const MARK = {
  article: 1 << 0,
  main: 1 << 1,
  aside: 1 << 2,
  nav: 1 << 3,
  footer: 1 << 4,
  header: 1 << 5,
  figure: 1 << 6,
  hidden: 1 << 7,
  button: 1 << 8,
  navName: 1 << 9,
  hiddenName: 1 << 10,
  commentName: 1 << 11,
  shareName: 1 << 12,
  relatedName: 1 << 13,
  sidebarName: 1 << 14,
  adName: 1 << 15,
  consentName: 1 << 16,
  newsletterName: 1 << 17,
  footerName: 1 << 18,
  headerName: 1 << 19,
  modalName: 1 << 20,
  metaName: 1 << 21,
  tagName: 1 << 22,
  contentName: 1 << 23,
  bodyName: 1 << 24,
  postName: 1 << 25,
  productName: 1 << 26,
  buttonName: 1 << 27,
  stickyName: 1 << 28,
  cartName: 1 << 29,
  tocName: 1 << 30,
} as const;

export type Mark = keyof typeof MARK;

/** The bits that an element adds to those of its ancestors. `cache` spares looking up the same names twice. */
export function marksOf(node: HtmlElement, cache: Map<string, number>): number {
  let marks = BY_TAG.get(node.tag) ?? 0;
  const { attributes, hints } = node;
  if (attributes.length === 0) return marks;
  if (hints !== "") {
    let named = cache.get(hints);
    if (named === undefined) {
      named = marksOfNames(hints);
      cache.set(hints, named);
    }
    marks |= named;
  }
  for (let at = 0; at < attributes.length; at += 2) {
    const name = attributes[at];
    if (name !== "class" && name !== "href") marks |= marksOfAttribute(name, attributes[at + 1] ?? "");
  }
  return marks;
}

const BY_TAG = new Map<string, number>([
  ["article", MARK.article],
  ["main", MARK.main],
  ["aside", MARK.aside],
  ["nav", MARK.nav],
  ["footer", MARK.footer],
  ["header", MARK.header],
  ["figure", MARK.figure],
  ["button", MARK.button],
]);

const BY_ROLE = new Map<string, number>([
  ["main", MARK.main],
  ["article", MARK.article],
  ["navigation", MARK.nav],
  ["menu", MARK.nav],
  ["menubar", MARK.nav],
  ["banner", MARK.header],
  ["contentinfo", MARK.footer],
  ["complementary", MARK.aside],
  ["dialog", MARK.modalName],
  ["alertdialog", MARK.modalName],
  ["alert", MARK.modalName],
]);

/** Words of class names and ids, whole or in pairs, as sites use them. */
const NAMES: [Mark, string][] = [
  [
    "navName",
    "nav navbar navigation menu menubar megamenu breadcrumb breadcrumbs pagination pager paging prevnext prev-next " +
      "pagenav skip skiplink sitemap submenu dropdown hamburger topbar",
  ],
  [
    "hiddenName",
    "hidden hide visually sr-only screen-reader screenreader invisible d-none noprint no-print print-only printonly " +
      "offscreen collapsed",
  ],
  ["commentName", "comment comments commentlist disqus respond reply replies discussion"],
  [
    "shareName",
    "share sharing shares social socials addtoany addthis sharedaddy follow facebook twitter pinterest linkedin " +
      "whatsapp",
  ],
  [
    "relatedName",
    "related recommend recommended recommendation recommendations recirc readmore read-more read-next more-from " +
      "also-like suggested similar trending popular latest recent upnext up-next crosssell upsell you-may outbrain " +
      "taboola jp-relatedposts",
  ],
  [
    "sidebarName",
    "sidebar side-bar rail aside secondary complementary sidenav right-col rightcol right-column left-column",
  ],
  [
    "adName",
    "ad ads advert advertisement adsbygoogle sponsor sponsored promo promotion promotions banner dfp gpt affiliate " +
      "disclosure",
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
  ["contentName", "content contents container-content main-content page-content article articles story main"],
  [
    "bodyName",
    "entry-content post-content article-content article-body articlebody post-body entry-body story-body " +
      "body-content content-body richtext rich-text rte prose markdown markdown-body wysiwyg bodytext text-block " +
      "body-copy copy post-text single-content article-body blog-content mw-parser theme-post field-name-body",
  ],
  [
    "postName",
    "post posts message messages thread topic postbody post-message bbcode cooked bbwrapper usertext forum",
  ],
  ["productName", "product pdp woocommerce-product productview product-detail item-detail sku"],
  ["buttonName", "button btn buttons cta-button actions action"],
  ["stickyName", "sticky fixed floating floater affix"],
  [
    "cartName",
    "cart minicart basket checkout wishlist add-to-cart account login log-in signin sign-in register",
  ],
  ["tocName", "toc table-of-contents tableofcontents contents-list ez-toc on-this-page jump-links anchor"],
];

const BY_NAME = new Map<string, number>();
for (const [mark, words] of NAMES) {
  for (const word of words.split(" ")) BY_NAME.set(word, (BY_NAME.get(word) ?? 0) | MARK[mark]);
}

/** Blog engines put what a post is filed under among its classes. */
const FILED_UNDER = /^(?:(?:category|tag|type|status|format|postid|page-id|parent-pageid)-|post-\d)/;
const MAX_NAMES = 24;
const MAX_PARTS = 12;

/** Names are looked up whole, by pairs of parts ("entry-content") and part by part. */
function marksOfNames(hints: string): number {
  let marks = 0;
  const plain = hints
    .slice(0, 400)
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase();
  for (const name of plain.split(/\s+/, MAX_NAMES)) {
    if (FILED_UNDER.test(name)) continue;
    marks |= BY_NAME.get(name) ?? 0;
    const parts = name.split(/[-_:.]+|(?<=[a-z])(?=\d)/, MAX_PARTS);
    for (let at = 0; at < parts.length; at++) {
      marks |= BY_NAME.get(parts[at] ?? "") ?? 0;
      if (at + 1 < parts.length) marks |= BY_NAME.get(`${parts[at]}-${parts[at + 1]}`) ?? 0;
    }
  }
  return marks;
}

function marksOfAttribute(name: string | undefined, value: string): number {
  if (name === "role") return BY_ROLE.get(value.toLowerCase()) ?? 0;
  if (name === "hidden") return MARK.hidden;
  if (name === "aria-hidden") return value === "true" ? MARK.hidden : 0;
  if (name === "style") return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value) ? MARK.hidden : 0;
  if (name === "itemprop") return /^articlebody$/i.test(value) ? MARK.bodyName : 0;
  return 0;
}
