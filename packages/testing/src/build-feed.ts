export type FeedEntry = {
  title: string;
  path: string;
  guid?: string;
  summary?: string;
  content?: string;
  published?: string;
};

/** An RSS 2.0 document whose links lead to `origin`. */
export function buildFeed(origin: string, entries: FeedEntry[]): string {
  const items = entries.map(({ title, path, guid, summary, content, published }) =>
    [
      "<item>",
      `<title>${escape(title)}</title><link>${origin}${path}</link>`,
      guid === undefined ? "" : `<guid isPermaLink="false">${escape(guid)}</guid>`,
      summary === undefined ? "" : `<description>${escape(summary)}</description>`,
      content === undefined ? "" : `<content:encoded>${escape(content)}</content:encoded>`,
      published === undefined ? "" : `<pubDate>${published}</pubDate>`,
      "</item>",
    ].join(""),
  );
  return `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Test feed</title><link>${origin}/</link>${items.join("")}</channel></rss>`;
}

/** An article page with navigation and footer around `paragraphs` of about 20 words each; `seed` makes its words its own. */
export function buildPage(title: string, seed: string, paragraphs = 6): string {
  const text = Array.from({ length: paragraphs }, (_, at) => `<p>${prose(seed, at)}</p>`).join("\n");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<main><article><h1>${escape(title)}</h1>${text}</article></main>
<footer><p><a href="/imprint">Imprint</a></p></footer></body></html>`;
}

export function prose(seed: string, paragraph: number): string {
  return `In part ${paragraph} of the ${seed} case the operators moved from the first host to the domain controller, and they used ${seed}-${paragraph} as the name of their scheduled task for persistence.`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
