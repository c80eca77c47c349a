import { Play } from "lucide-react";
import type { ReactElement } from "react";

import { api } from "../../api/client.ts";
import { queryClient } from "../../api/query-client.ts";
import { Button } from "../../kit/button.tsx";
import { Menu } from "../../kit/menu.tsx";
import { errorText } from "../../kit/states.tsx";
import { say } from "../../shell/bar-store.ts";
import { kindTitle } from "./words.ts";

export type Stage = Parameters<typeof api.startRun>[0]["body"]["stage"];

const stages: readonly Stage[] = [
  "rss_fetcher",
  "article_scraper",
  "entity_extractor",
  "semantic_clusterer",
  "article_ranker",
];

/** Of these stages one may want what is done already done again, after a change of knowledge or weights. */
const again: readonly Stage[] = ["entity_extractor", "article_ranker"];

/** Starts a stage beside its schedule. */
export function RunNow(): ReactElement {
  return (
    <Menu
      trigger={
        <Button kind="primary" icon={<Play size={15} aria-hidden />}>
          Run now
        </Button>
      }
      items={[
        ...stages.map((stage) => ({
          name: kindTitle(stage),
          hint: stage === "rss_fetcher" ? "all sources" : "what is due",
          onPick: () => void startStage(stage),
        })),
        ...again.map((stage) => ({
          name: kindTitle(stage),
          hint: "everything again",
          onPick: () => void startStage(stage, true),
        })),
      ]}
    />
  );
}

/** Queues a stage and says what became of the wish. */
export async function startStage(stage: Stage, all = false): Promise<void> {
  const name = kindTitle(stage);
  try {
    const { added, job_id } = await api.startRun({ body: { stage, ...(all && { all }) } });
    say(job_id === null ? `${name}: the scheduler starts it at its next look` : waits(name, added));
    for (const key of ["run-list", "job-list", "jobs", "nav", "schedules"])
      void queryClient.invalidateQueries({ queryKey: [key] });
  } catch (error) {
    say(`${name} could not be started: ${errorText(error).title}`, "bad");
  }
}

function waits(name: string, added: boolean): string {
  return added ? `Queued: ${name}` : `${name} is waiting or running already`;
}
