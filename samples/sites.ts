type Source = {
  id: string;
  name: string;
  url: string;
  site: string;
  kind: "rss" | "atom" | "json" | "listing";
  tier: 1 | 2 | 3;
  tags: string[];
  settings?: Record<string, unknown>;
};

/** One invented publisher; `feed` is the path of its feed or of its listing page. */
export type Site = {
  id: string;
  description: string;
  feed: string;
  articles: string;
  pages: string[];
  source: Omit<Source, "url" | "site">;
};

export const SITES: Site[] = [
  {
    id: "northlab",
    description: "Malware analysis and threat research by the people behind Northlab Shield.",
    feed: "/northlab/feed.xml",
    articles: "/northlab/2026/",
    pages: ["products", "about", "demo", "subscribe", "privacy", "careers"],
    source: {
      id: "sample-northlab",
      name: "Northlab Threat Research (sample)",
      kind: "rss",
      tier: 1,
      tags: ["sample", "vendor", "research", "malware"],
    },
  },
  {
    id: "cert-belmora",
    description: "Advisories and alerts of the national CERT of the Republic of Belmora.",
    feed: "/cert-belmora/feed.atom",
    articles: "/cert-belmora/advisories/",
    pages: ["report", "about", "contact", "privacy"],
    source: {
      id: "sample-cert-belmora",
      name: "CERT Belmora (sample)",
      kind: "atom",
      tier: 1,
      tags: ["sample", "government", "cert", "vulnerability"],
    },
  },
  {
    id: "signalpost",
    description: "Security news since yesterday.",
    feed: "/signalpost/feed.json",
    articles: "/signalpost/news/",
    pages: ["policy", "podcast", "jobs", "subscribe", "authors", "events", "imprint", "privacy", "ethics"],
    source: {
      id: "sample-signalpost",
      name: "The Signal Post (sample)",
      kind: "json",
      tier: 2,
      tags: ["sample", "news"],
    },
  },
  {
    id: "harbor-ir",
    description: "Reports from our casework.",
    feed: "/harbor-ir/reports/",
    articles: "/harbor-ir/reports/",
    pages: ["services", "about", "careers", "contact", "privacy"],
    source: {
      id: "sample-harbor-ir",
      name: "Harbor Incident Response (sample)",
      kind: "listing",
      tier: 1,
      tags: ["sample", "incident-response", "ransomware"],
      settings: {
        selectors: { item: "article.card", link: "h2 a", title: "h2 a", date: "time" },
      },
    },
  },
];

/** The samples as sources, ready to be added to an installation. */
export function listSources(origin: string): Source[] {
  return SITES.map(({ id, feed, source }) => ({
    ...source,
    url: origin + feed,
    site: `${origin}/${id}/`,
  }));
}
