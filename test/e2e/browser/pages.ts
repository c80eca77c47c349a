import type { BrowserContext, Page, Request } from "playwright-core";

import { until } from "../backends.ts";
import type { Person } from "./people.ts";

/** Every page of the interface, as addresses of what this installation holds. */
export async function everyPage({ api }: Person): Promise<Record<string, string>> {
  const [stories, articles, indicators, entities, sources, runs] = await Promise.all([
    api.listStories({ query: { min_articles: 2, limit: 1 } }),
    api.listArticles({ query: { limit: 1 } }),
    api.listIndicators({ query: { limit: 1 } }),
    api.listEntities({ query: { type: ["actor", "malware", "technique"], limit: 1 } }),
    api.listSources({ query: { limit: 1, tag: "samples" } }),
    api.listRuns({ query: { limit: 200 } }),
  ]);
  const id = ({ items }: { items: { id: number }[] }): number => items[0]?.id ?? 1;
  const story = `/stories/${id(stories)}`;
  const article = `/articles/${id(articles)}`;
  return {
    triage: "/",
    "triage-story": `/?story=${id(stories)}`,
    story,
    "story-analysis": `${story}?tab=analysis`,
    "story-why": `${story}?tab=why`,
    "story-timeline": `${story}?tab=timeline`,
    "story-indicators": `${story}?tab=indicators`,
    "story-techniques": `${story}?tab=techniques`,
    "story-notes": `${story}?tab=notes`,
    "story-activity": `${story}?tab=activity`,
    articles: "/articles",
    "articles-meaning": "/articles?mode=meaning&q=stolen+passwords",
    article,
    "article-analysis": `${article}?tab=analysis`,
    "article-similar": `${article}?tab=similar`,
    "article-score": `${article}?tab=score`,
    "article-versions": `${article}?tab=versions`,
    "article-twins": `${article}?tab=twins`,
    "article-notes": `${article}?tab=notes`,
    indicators: "/indicators",
    "indicators-look-up": "/indicators?view=lookup",
    indicator: `/indicators/${id(indicators)}`,
    entities: "/entities",
    entity: `/entities/${id(entities)}`,
    attack: "/attack",
    searches: "/searches",
    watchlist: "/searches?tab=watchlist",
    sources: "/ops/sources",
    "sources-add": "/ops/sources/add",
    source: `/ops/sources/${id(sources)}`,
    "source-settings": `/ops/sources/${id(sources)}?tab=settings`,
    "source-checks": `/ops/sources/${id(sources)}?tab=checks`,
    runs: "/ops/runs",
    run: `/ops/runs/${id(runs)}`,
    // The first run of a kind has least on its page: nothing to compare it with, often nothing to do.
    ...Object.fromEntries(runs.items.map(({ id, kind }) => [`run-${kind}`, `/ops/runs/${id}`])),
    jobs: "/ops/jobs",
    "jobs-queues": "/ops/jobs?tab=queues",
    "jobs-workers": "/ops/jobs?tab=workers",
    "jobs-schedules": "/ops/jobs?tab=schedules",
    "jobs-history": "/ops/jobs?tab=history",
    models: "/ops/models",
    health: "/ops/health",
    admin: "/admin",
    "admin-tenants": "/admin?tab=tenants",
    "admin-audit": "/admin?tab=audit",
    "admin-benign": "/admin?tab=benign",
    "admin-settings": "/admin?tab=settings",
    account: "/account",
    "account-keys": "/account?tab=keys",
    "account-sessions": "/account?tab=sessions",
    "account-tokens": "/account?tab=tokens",
    "account-password": "/account?tab=password",
    "account-appearance": "/account?tab=appearance",
    "admin-tokens": "/admin?tab=tokens",
    "account-two-factor": "/account?tab=two-factor",
    out: "/out?url=https%3A%2F%2Fexample.com%2Freport",
    "not-found": "/no-such-page",
  };
}

/** Those that are shown to nobody in particular. */
export const outerPages = { "sign-in": "/sign-in", setup: "/setup" };

const unanswered = new WeakMap<BrowserContext, Set<Request>>();

/** Lets `settled` know what the pages of this context still wait for. */
export function countRequests(context: BrowserContext): void {
  const asked = new Set<Request>();
  unanswered.set(context, asked);
  context.on("request", (request) => {
    // The stream of events has no end.
    if (request.resourceType() !== "eventsource") asked.add(request);
  });
  context.on("requestfinished", (request) => void asked.delete(request));
  context.on("requestfailed", (request) => void asked.delete(request));
}

/** Until nothing is asked, nothing is loading and the picture stands. */
export async function settled(page: Page): Promise<void> {
  await page.waitForSelector("h1", { state: "attached", timeout: 20_000 });
  await page.waitForLoadState("load");
  let quiet = 0;
  await until(async () => {
    const waits = [...(unanswered.get(page.context()) ?? [])].some((request) => isOf(request, page));
    quiet = waits || (await page.evaluate<boolean>(isLoading)) ? 0 : quiet + 1;
    return quiet >= 3;
  }, 20_000);
}

function isOf(request: Request, page: Page): boolean {
  // What a service worker asks, or the page that was left, has no frame.
  try {
    return request.frame().page() === page;
  } catch {
    return false;
  }
}

/** Whether something on the page says so, or an answer came since this was last asked. */
const isLoading = `document.querySelector('[role="status"][aria-label^="Loading"], .boot') !== null ||
  performance.getEntriesByType("resource").length !== (globalThis.ctiSeen ?? -1) &&
  ((globalThis.ctiSeen = performance.getEntriesByType("resource").length), true)`;
