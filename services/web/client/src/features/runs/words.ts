import { bytes, count, plural } from "../../kit/number.ts";
import { typeName, typeTitle } from "../../kit/type-name.ts";

const kinds: Record<string, string> = {
  collect: "Collect",
  rss_fetcher: "Collection round",
  article_scraper: "Read missing pages",
  entity_extractor: "Extract",
  semantic_clusterer: "Group into stories",
  article_ranker: "Rank",
  connectivity_check: "Connectivity check",
  cleanup: "Cleanup",
  daily_report: "Daily report",
  backup: "Backup",
  analysis: "Analysis",
  article_embedder: "Embed articles",
  model_pull: "Fetch a model",
};

/** Schedules whose names are no kind of run. */
const schedules: Record<string, string> = { top_analyses: "Ask about the top stories" };

/** The kinds of runs that one can ask for, in the order of the work. */
export const runKinds: readonly (readonly [kind: string, title: string])[] = Object.entries(kinds);

/** What a run does, in words; also of a schedule, which has the name of what it starts. */
export function kindTitle(kind: string): string {
  if (kind.startsWith("knowledge_")) return `Knowledge: ${typeName(kind.slice("knowledge_".length))}`;
  return kinds[kind] ?? schedules[kind] ?? typeTitle(kind);
}

const triggers: Record<string, string> = {
  schedule: "by schedule",
  api: "by hand",
  cli: "by command line",
  daemon: "by the daemon",
  peer: "by a peer",
};

/** `by hand, ada`: how a run was started and by whom. */
export function startedBy({ trigger, actor }: { trigger: string; actor: string | null }): string {
  const how = triggers[trigger] ?? trigger;
  return actor === null || actor === "scheduler" || actor === "worker" ? how : `${how}, ${actor}`;
}

type Counts = Record<string, number>;

/** What a run is about: its unit, one and many. */
function unitOf(kind: string): readonly [one: string, many: string] {
  if (kind === "rss_fetcher") return ["source", "sources"];
  if (kind === "article_scraper") return ["page", "pages"];
  if (kind === "analysis") return ["claim", "claims"];
  if (kind === "model_pull") return ["model", "models"];
  if (kind === "article_ranker") return ["article or story", "articles and stories"];
  if (kind.startsWith("knowledge_")) return ["entry", "entries"];
  return ["article", "articles"];
}

type Ended = { kind: string; status: string; counts: Counts };

/** What a run brought, in a few words: `74 new`, `1 updated`. Of one that failed, only what there is to tell. */
export function brought({ kind, status, counts }: Ended): { key: string; text: string }[] {
  // How far a stage came that was stopped stands only in what it measured.
  if (kind !== "collect") return ["cancelled", "failed"].includes(status) ? [] : doneOf(kind, counts);
  const parts = ["new", "updated", "rejected"]
    .filter((name) => (counts[name] ?? 0) > 0)
    .map((name) => ({ key: name, text: `${count(counts[name] ?? 0)} ${name}` }));
  return parts.length > 0 || status !== "completed" ? parts : [{ key: "none", text: "nothing new" }];
}

function doneOf(kind: string, { found, failed = 0 }: Counts): { key: string; text: string }[] {
  if (found === undefined) return [];
  const all = plural(found, ...unitOf(kind));
  return [{ key: "done", text: failed > 0 ? `${count(found - failed)} of ${all}` : all }];
}

/** How far a run is: a collect counts its sources, a stage its articles, what fetches a model its bytes. */
export function progressWords(kind: string, done: number, total: number): string {
  if (kind === "model_pull") return `${bytes(done)} of ${bytes(total)}`;
  const [one, many] = kind === "collect" ? (["source", "sources"] as const) : unitOf(kind);
  return `${count(done)} of ${plural(total, one, many)}`;
}

/** How long it will still take when it goes on as it did; null before that can be said. */
export function remainingMs(elapsedMs: number, done: number, total: number | null): number | null {
  if (total === null || done === 0 || elapsedMs < 3_000 || done >= total) return null;
  return (elapsedMs / done) * (total - done);
}
