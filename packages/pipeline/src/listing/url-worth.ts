/** Folders that hold overviews, whatever follows them. */
const OVERVIEW =
  /^(?:tags?|categor(?:y|ies|ia|ie)|kategorien?|authors?|autor|topics?|labels?|page|search|login|wp-admin)$/iu;
/** Pages that every site has; as folders they may well hold articles (/about/news/…). */
const FIXED_PAGE =
  /^(?:signin|sign-in|signup|sign-up|register|subscribe|newsletter|contact(?:-us)?|kontakt|about(?:-us)?|privacy(?:-policy)?|terms(?:-of-(?:use|service))?|legal|imprint|impressum|careers?|jobs|feed|rss|wp-login\.php|cart|shop|account)$/iu;
const FILE = /\.(?:jpe?g|png|gif|svg|webp|css|js|zip|gz|exe|xml|rss|json|mp[34]|ico)$/iu;

/** True for addresses of overviews, accounts, files and the like. */
export function isNoArticleUrl(url: string): boolean {
  const { pathname, search } = new URL(url);
  const parts = partsOf(pathname);
  const isPaged = /[?&](?:page|paged|p_page|offset|start)=\d+/iu.test(search);
  const isRoot = parts.length === 0 && search === "";
  const isOverview = parts.slice(-4).some((part) => OVERVIEW.test(part));
  return isRoot || isPaged || isOverview || FILE.test(pathname) || FIXED_PAGE.test(parts.at(-1) ?? "");
}

/** What addresses of one kind have in common: their first folder, and how many parts they have. */
export function urlShape(url: string): string {
  const { hostname, pathname } = new URL(url);
  const parts = partsOf(pathname);
  const first = parts[0] ?? "";
  const folder = parts.length < 2 ? "*" : /^\d+$/u.test(first) ? "#" : first;
  return `${hostname}/${folder}/${parts.length}`;
}

/** How much an address looks like an article's, 0 to about 5. */
export function urlWorth(url: string): number {
  const { pathname, search } = new URL(url);
  const parts = partsOf(pathname);
  const last = parts.at(-1) ?? "";
  const hyphens = last.slice(0, 200).split(/[-_]/u).length - 1;
  const slug = hyphens >= 3 ? 2.5 : hyphens === 2 ? 1.5 : hyphens === 1 ? 0.5 : 0;
  const dated = /\/20\d\d(?:[/-]\d{1,2})?[/-]/u.test(pathname) ? 1 : 0;
  const numbered = /\d{3,}/u.test(last + search) ? 0.5 : 0;
  return slug + dated + numbered + (/\.html?$/iu.test(last) ? 0.5 : 0);
}

function partsOf(pathname: string): string[] {
  return pathname.split("/").filter((part) => part !== "");
}
