/**
 * The plain form of an http or https address, under which the same page is the same string: no fragment (unless a
 * "#!" route), tracking parameters, AMP or mobile variant, default port, repeated or final slash; host and
 * percent-encoding normalised, parameters sorted. Null for anything else. Applying it twice changes nothing.
 */
export function canonicalUrl(url: string): string | null {
  let current = foldOnce(url);
  // Folding one variant can uncover another ("/a/amp//", an AMP cache of a mobile page).
  for (let round = 0; current !== null && round < MAX_ROUNDS; round++) {
    const next = foldOnce(current);
    if (next === current) return current;
    current = next;
  }
  return current;
}

/** The key under which two addresses are the same article: the canonical form without scheme and "www.". */
export function sameArticleKey(url: string): string | null {
  return canonicalUrl(url)?.replace(/^https?:\/\/(?:www\.(?=[^/]*\.))?/, "") ?? null;
}

const MAX_ROUNDS = 10;
const MAX_LENGTH = 8000;

function foldOnce(text: string): string | null {
  if (text.length > MAX_LENGTH) return null;
  const parsed = URL.parse(text.trim());
  if (!parsed || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) return null;
  const url = originalOfAmpCache(parsed);
  const host = plainHost(url.hostname);
  if (host === "") return null;
  const port = url.port === "" ? "" : `:${url.port}`;
  const route = url.hash.startsWith("#!") && url.hash.length > 2 ? normalisePercent(url.hash) : "";
  return `${url.protocol}//${host}${port}${plainPath(url.pathname)}${plainQuery(url.search)}${route}`;
}

/** AMP pages served from a cache or viewer carry the publisher's address in their path. */
function originalOfAmpCache(url: URL): URL {
  const isCache = url.hostname.endsWith(".cdn.ampproject.org");
  const isViewer = /^(?:www\.)?google\.[a-z.]{2,6}$/.test(url.hostname) && url.pathname.startsWith("/amp/");
  if (!isCache && !isViewer) return url;
  const inner = /^\/(?:amp|[cvwi]|wp)\/(s\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/.*)?)$/i.exec(url.pathname);
  if (!inner) return url;
  return URL.parse(`${inner[1] ? "https" : "http"}://${inner[2]}${url.search}${url.hash}`) ?? url;
}

function plainHost(hostname: string): string {
  const host = hostname.replace(/\.+$/, "");
  const isName = !/^[\d.]+$|^\[/.test(host);
  if (!isName) return host;
  // "m.de" is a site of its own, "m.example.de" and "de.m.example.org" are mobile variants.
  return host
    .replace(/^(?:m|mobile|amp)\.(?=[^.]+\.)/, "")
    .replace(/^([a-z]{2,3})\.(?:m|mobile|amp)\.(?=[^.]+\.)/, "$1.");
}

function plainPath(pathname: string): string {
  const path = normalisePercent(pathname)
    .replace(/\/{2,}/g, "/")
    .replace(/;jsessionid=[^/?#]*/i, "")
    // "/amp" alone is a page about AMP.
    .replace(/(?<=[^/])\/amp\/?$/i, "");
  const trimmed = path.replace(/\/$/, "");
  return trimmed === "" ? "/" : trimmed;
}

function plainQuery(search: string): string {
  const kept = search
    .slice(1)
    .split("&")
    .map(normalisePercent)
    .filter((parameter) => parameter !== "" && parameter !== "=" && !isTracking(parameter));
  return kept.length === 0 ? "" : `?${kept.sort().join("&")}`;
}

function isTracking(parameter: string): boolean {
  const equals = parameter.indexOf("=");
  const name = (equals === -1 ? parameter : parameter.slice(0, equals)).toLowerCase();
  const value = equals === -1 ? "" : parameter.slice(equals + 1).toLowerCase();
  if (tracking.has(name) || trackingPrefixes.some((prefix) => name.startsWith(prefix))) return true;
  return trackingValues.get(name)?.test(value) ?? false;
}

/** Parameters that say how a reader came to a page and never which page it is. */
const tracking: ReadonlySet<string> = new Set(
  [
    // Advertising and social networks' click ids.
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid li_fat_id yclid igshid igsh epik rdt_cid sccid irclickid _openstat ysclid srsltid ncid ocid",
    // Newsletters and marketing suites.
    "mc_cid mc_eid _hsenc _hsmi __hssc __hstc __hsfp hsctatracking mkt_tok trk trkcampaign vero_id vero_conv oly_enc_id oly_anon_id _bta_tid _bta_c _ke _kx ck_subscriber_id elqtrackid elqtrack spm spmailingid spuserid spjobid spreportid cmpid icid s_cid s_kwcid wickedid rb_clickid ml_subscriber ml_subscriber_hash bsft_clkid bsft_uid dm_i zanpid",
    // Analytics and sharing buttons.
    "_ga _gl wt_mc wt_zmc xtor at_medium at_campaign ns_mchannel ns_source ns_campaign ns_linkname ns_fee share_id sharetype shared smid sr_share feature_src ref_src ref_url",
    // Sessions.
    "phpsessid jsessionid aspsessionid",
  ].flatMap((names) => names.split(" ")),
);
const trackingPrefixes = ["utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "stm_", "at_custom"];

/** Parameters that are tracking with some values and an article's own with others. */
const trackingValues: ReadonlyMap<string, RegExp> = new Map([
  ...["ref", "source", "src", "from", "via", "medium", "campaign", "rss"].map((name): [string, RegExp] => [
    name,
    /^(?:rss\w*|atom|feed\w*|twitter\w*|x|t\.co|facebook\w*|fb|linkedin\w*|reddit\w*|hackernews|hn|newsletter|email|mail|social|mastodon|bluesky|bsky|telegram|whatsapp|youtube|rss[._-]\w+|\d?)$/,
  ]),
  ["amp", /^(?:|1|true|amp)$/],
  ["outputtype", /^amp$/],
  ["output", /^amp$/],
  ["cmp", /^(?:rss|feed|twitter|email)/],
  ["partner", /^(?:rss|feed)/],
  ["format", /^amp$/],
]);

/** Upper-case hex, and no encoding of characters that need none (RFC 3986 section 6.2.2). */
function normalisePercent(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase();
  });
}
