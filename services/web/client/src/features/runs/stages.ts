import type { Stage } from "./run-now.tsx";

/** The job that does a kind of run. A collection round is done by the scheduler itself. */
const jobs: Record<string, string> = {
  collect: "collect-source",
  article_scraper: "scrape-missing",
  entity_extractor: "extract-entities",
  semantic_clusterer: "cluster",
  article_ranker: "rank",
  cleanup: "cleanup",
  daily_report: "daily-report",
  backup: "backup",
  connectivity_check: "connectivity-check",
};

function jobNameOf(kind: string): string | undefined {
  return jobs[kind];
}

const stages = ["article_scraper", "entity_extractor", "semantic_clusterer", "article_ranker"];

/** The stage that a run was, when it was one that can be started by hand. */
export function stageOf(kind: string): Stage | undefined {
  return stages.includes(kind) ? (kind as Stage) : undefined;
}

type Running = { id: string; name: string; started_at: string | null; source_id: number | null };

/**
 * Which of the jobs in hand does a run. Runs do not name their jobs, so it is the one of the right name that began last
 * before the run did; of a source's collect, the one of that source.
 */
export function jobOfRun<Job extends Running>(
  run: { kind: string; started_at: string },
  sourceId: number | null,
  jobsInHand: readonly Job[],
): Job | undefined {
  const name = jobNameOf(run.kind);
  return jobsInHand
    .filter(
      (job) =>
        job.name === name &&
        job.started_at !== null &&
        job.started_at <= run.started_at &&
        (run.kind !== "collect" || (sourceId !== null && job.source_id === sourceId)),
    )
    .toSorted((a, b) => (b.started_at ?? "").localeCompare(a.started_at ?? ""))[0];
}
