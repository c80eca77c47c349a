import { typeTitle } from "../../kit/type-name.ts";

const names: Record<string, string> = {
  "collect-source": "Collect a source",
  "collect-due": "Collection round",
  "scrape-missing": "Read missing pages",
  "extract-entities": "Extract",
  cluster: "Group into stories",
  rank: "Rank",
  cleanup: "Cleanup",
  "daily-report": "Daily report",
  backup: "Backup",
  "connectivity-check": "Connectivity check",
  analyse: "Analysis",
  "embed-articles": "Embed articles",
  "analyse-top": "Ask about the top stories",
  "pull-model": "Fetch a model",
};

/** What queues hold jobs of, as the API names it. */
export const jobNames = [
  "collect-source",
  "scrape-missing",
  "extract-entities",
  "cluster",
  "rank",
  "cleanup",
  "daily-report",
  "backup",
  "connectivity-check",
  "analyse",
  "embed-articles",
  "analyse-top",
  "pull-model",
] as const;

export function jobTitle(name: string): string {
  return names[name] ?? typeTitle(name.replaceAll("-", "_"));
}

export const jobStates = ["waiting", "active", "delayed", "failed", "completed"] as const;

const queues: Record<string, string> = {
  collect: "Reads the sources",
  process: "Reads pages, extracts, groups and ranks",
  analyse: "Asks the local model",
  upkeep: "Cleans up, backs up, writes reports, fetches models",
};

export function queueTitle(name: string): string {
  return typeTitle(name);
}

/** What a queue is for. */
export function queueText(name: string): string {
  return queues[name] ?? "";
}
