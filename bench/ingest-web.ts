import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A web of FEEDS feeds with ARTICLES articles each, pages of about 60 kB in five layouts, every text different.
 * An article has about 900 words: real pages of this size have fewer (10 words per kB of HTML on average).
 * Prints its origin; conditional requests are answered with 304.
 */
const feeds = Number(process.argv[2] ?? 100);
const articles = Number(process.argv[3] ?? 20);

const fieldWords = (
  "attackers operators intrusion loader beacon credential phishing infrastructure campaign payload persistence registry " +
  "task lateral movement exfiltration ransomware affiliate vulnerability exploit appliance gateway session token " +
  "researchers analysts customers victims organisations network domain controller administrator account password service"
).split(" ");
const functionWords =
  "the a of and in to was were with from through after before during their its this that which on for as".split(
    " ",
  );
/** Words of every day, rare ones too, as articles are full of: a fifth of them is of the field. */
const ordinaryWords = readFileSync(
  new URL("../packages/pipeline/knowledge/ordinary-words.txt", import.meta.url),
  "utf8",
)
  .split("\n")
  .filter((line) => /^[a-z]{3,}$/.test(line));

function wordOf(random: () => number): string {
  const kind = random();
  if (kind < 0.42) return functionWords[Math.floor(random() * functionWords.length)] ?? "";
  if (kind < 0.54) return fieldWords[Math.floor(random() * fieldWords.length)] ?? "";
  // Zipf: the word of rank n as often as 1/n; ranks are scattered over the alphabet.
  const rank = Math.floor(ordinaryWords.length ** random());
  return ordinaryWords[(rank * 2_654_435_761) % ordinaryWords.length] ?? "";
}

/** Deterministic noise: the same page in every run. */
function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296;
  };
}

function sentence(random: () => number): string {
  const length = 8 + Math.floor(random() * 14);
  const picked = Array.from({ length }, () => wordOf(random));
  const text = picked.join(" ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** What reports name: known actors, families, tools, flaws, vendors and countries. */
const names = (
  "APT29|Lazarus Group|FIN7|Sandworm Team|LockBit|Akira|Emotet|Agent Tesla|Cobalt Strike|Mimikatz|PsExec|rclone|AnyDesk|" +
  "FortiOS|Exchange Server|ScreenConnect|Microsoft|Fortinet|healthcare|energy|Ukraine|Germany|T1059.001|T1486"
).split("|");

/** Each feed tells of its own subject in each article, as publishers do; a few subjects are told by several. */
function namedSentence(random: () => number, subject: number): string {
  const named = Array.from({ length: 3 }, () => names[Math.floor(random() * names.length)] ?? "");
  return `${named.join(" and ")} were seen with CVE-2026-${10_000 + subject} and subject${subject} kit${subject % 977}.`;
}

function paragraph(random: () => number): string {
  return Array.from({ length: 4 }, () => sentence(random)).join(" ");
}

function body(random: () => number, subject: number): string {
  const parts: string[] = [];
  for (let section = 0; section < 5; section += 1) {
    parts.push(
      `<h2>${sentence(random)}</h2>${section % 2 === 0 ? `<p>${namedSentence(random, subject)}</p>` : ""}`,
    );
    for (let at = 0; at < 2; at += 1)
      parts.push(`<p>${paragraph(random)} <a href="/about">${sentence(random)}</a></p>`);
    const hash = Array.from({ length: 8 }, () =>
      Math.floor(random() * 0xffff_ffff)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
    parts.push(`<pre><code>powershell -enc ${hash}\nschtasks /create /tn ${hash.slice(0, 8)}</code></pre>`);
    parts.push(`<table><tr><th>Type</th><th>Value</th></tr><tr><td>sha256</td><td>${hash}</td></tr></table>`);
    parts.push(
      `<ul><li>${sentence(random)}</li><li>hxxps[:]//c2-${section}[.]example/${hash.slice(0, 6)}</li></ul>`,
    );
  }
  return parts.join("\n");
}

const filler = `<script>window.__data=${JSON.stringify(Array.from({ length: 300 }, (_, at) => ({ id: at, name: `module-${at}`, on: true, path: `/static/chunk-${at}.js` })))}</script>
<style>${Array.from({ length: 120 }, (_, at) => `.block-${at}{display:flex;margin:${at}px;padding:0 ${at}px}`).join("")}</style>`;
const links = (kind: string, count: number): string =>
  Array.from(
    { length: count },
    (_, at) =>
      `<li class="item item-${at}" data-position="${at}"><a class="item__link" href="/${kind}/${at}" title="${kind} ${at}"><svg viewBox="0 0 16 16"><path d="M2 2h12v12H2z"/></svg><span>About ${kind} ${at}</span></a></li>`,
  ).join("\n");
const before = `<header class="site-header"><nav class="main-nav"><ul>${links("topic", 34)}</ul></nav></header>`;
const after = `<aside class="sidebar"><ul>${links("popular", 34)}</ul></aside><section class="related"><ul>${links("related", 20)}</ul></section><footer class="site-footer"><ul>${links("footer", 28)}</ul></footer>`;

const layouts: ((title: string, text: string) => string)[] = [
  (title, text) =>
    `<main><article class="post"><h1>${title}</h1><div class="entry-content">${text}</div></article></main>`,
  (title, text) =>
    `<div id="page"><div class="content-wrap"><h1 class="title">${title}</h1><div class="article-body">${text}</div></div></div>`,
  (title, text) =>
    `<div role="main"><div class="row"><div class="col-8"><h1>${title}</h1>${text}</div></div></div>`,
  (title, text) =>
    `<section id="content"><article itemscope><header><h1>${title}</h1></header><div itemprop="articleBody">${text}</div></article></section>`,
  (title, text) =>
    `<div class="wrapper"><div class="blog-post"><h1>${title}</h1><section class="rich-text">${text}</section></div></div>`,
];

function page(feed: number, article: number): string {
  const random = randomFrom(feed * 10_000 + article);
  const title = `Report ${feed}-${article}: ${sentence(random)}`;
  const layout = layouts[feed % layouts.length] ?? layouts[0];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title} | Vendor ${feed}</title>
<meta property="og:title" content="${title}"><meta name="author" content="Analyst ${article}"><meta property="article:published_time" content="2026-11-${String(1 + (article % 20)).padStart(2, "0")}T08:00:00Z">
${filler}</head><body>${before}${layout?.(title, body(random, (feed * articles + article) % Math.ceil(0.7 * feeds * articles))) ?? ""}${after}</body></html>`;
}

function feedXml(origin: string, feed: number): string {
  const items = Array.from({ length: articles }, (_, article) => {
    const url = `${origin}/feed/${feed}/article/${article}`;
    return `<item><title>Report ${feed}-${article}</title><link>${url}</link><guid>${url}</guid><pubDate>Thu, 19 Nov 2026 ${String(article % 24).padStart(2, "0")}:00:00 GMT</pubDate><description>Short summary of report ${feed}-${article}.</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Vendor ${feed}</title><link>${origin}/</link><description>Bench</description>${items.join("")}</channel></rss>`;
}

const server = createServer((request, response) => {
  const [, kind, feed = "", sub, article = ""] = (request.url ?? "").split("/");
  if (kind !== "feed") return void response.writeHead(404).end();
  if (request.headers["if-none-match"]) return void response.writeHead(304, { etag: `"${feed}"` }).end();
  const type = sub === "article" ? "text/html; charset=utf-8" : "application/rss+xml";
  const text = sub === "article" ? page(Number(feed), Number(article)) : feedXml(origin, Number(feed));
  response.writeHead(200, { "content-type": type, etag: `"${feed}"` }).end(text);
});
server.listen(0, "127.0.0.1");
await new Promise((resolve) => server.once("listening", resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
console.log(JSON.stringify({ origin, feeds, pageBytes: Buffer.byteLength(page(0, 0)), sample: page(1, 1) }));
