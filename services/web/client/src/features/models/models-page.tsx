import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { CommandText } from "../../kit/command-text.tsx";
import { OutcomeIcon } from "../../kit/outcome.tsx";
import { Page, Panel } from "../../kit/page.tsx";
import { Remote, visible } from "../../kit/remote.tsx";
import { Loaded } from "../../kit/states.tsx";
import { useRefetchOn } from "../../kit/use-refetch-on.ts";
import { InstalledModels } from "./installed-models.tsx";
import { ModelReport } from "./model-report.tsx";
import { modelsQuery, type Models } from "./queries.ts";
import { Pulls } from "./pulls.tsx";
import { UsedModels } from "./used-models.tsx";

/** The local model: whether it answers, what it has, and how good its answers are. */
export function ModelsPage(): ReactElement {
  const query = useQuery({ ...modelsQuery, refetchInterval: 10_000 });
  useRefetchOn(["run.finished", "missed"], ["models"], { pauseMs: 5_000 });
  return (
    <Page title="Models">
      <Loaded query={query} lines={6}>
        {(models) => (
          <>
            <State models={models} />
            {models.status !== "off" && (
              <>
                <UsedModels models={models} />
                <Pulls />
                {models.installed.length > 0 && <InstalledModels models={models} />}
              </>
            )}
          </>
        )}
      </Loaded>
      <Panel flush title="How good the answers are">
        <ModelReport />
      </Panel>
    </Page>
  );
}

const icons = { off: "stopped", ok: "ok", away: "degraded", missing: "degraded" } as const;
const words = {
  off: "No local model is set up",
  ok: "The local model answers",
  away: "The local model does not answer",
  missing: "A model that is set is missing",
} as const;

function State({ models }: { models: Models }): ReactElement {
  const { status, message, url, version, breaker } = models;
  const { operate } = useRights();
  return (
    <div className="-mt-2 flex items-start gap-3">
      <span className="pt-0.5">
        <OutcomeIcon state={icons[status]} size={22} />
      </span>
      <div className="min-w-0">
        <p className="text-base font-semibold">{words[status]}</p>
        {status === "off" && operate ? (
          <p className="max-w-[80ch] text-small text-muted">
            Start Ollama, set <code className="font-mono text-tiny">OLLAMA_URL</code>, such as{" "}
            <code className="font-mono text-tiny">http://127.0.0.1:11434</code>, start again, and fetch the
            models here or with <code className="font-mono text-tiny">./run_cli.sh models pull</code>.
          </p>
        ) : (
          <p className="max-w-[80ch] text-small text-muted">
            <CommandText text={message} />
          </p>
        )}
        {url !== null && (
          <p className="mt-1 flex flex-wrap gap-x-2 text-small text-muted">
            <span className="font-mono">
              <Remote text={url} />
            </span>
            {version !== null && <span>· Ollama {visible(version)}</span>}
            {breaker !== "closed" && (
              <span className="text-warn">
                ·{" "}
                {breaker === "open"
                  ? "not asked for a while: too many failures in a row"
                  : "asked once to see whether it is back"}
              </span>
            )}
          </p>
        )}
      </div>
    </div>
  );
}
