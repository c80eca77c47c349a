import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import type { ReactElement } from "react";

import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { count } from "../../kit/number.ts";
import { Outcome } from "../../kit/outcome.tsx";
import { Panel } from "../../kit/page.tsx";
import { Remote } from "../../kit/remote.tsx";
import { pullModel } from "./pull.ts";
import { pullsQuery, type Models } from "./queries.ts";

const purposes = {
  analyses: "Summaries and analyses",
  embeddings: "Similar articles, search by meaning",
} as const;

/** The models that are set, and whether Ollama has them. */
export function UsedModels({ models }: { models: Models }): ReactElement {
  const { embedded } = models;
  return (
    <Panel flush title="What is used">
      <ul className="divide-y divide-line">
        {models.used.map(({ name, purpose, present }) => (
          <li key={purpose} className="flex min-h-14 items-center justify-between gap-6 px-4 py-2">
            <div className="min-w-0">
              <p className="font-mono text-[0.875rem]">
                <Remote text={name} />
              </p>
              <p className="text-small text-muted">
                {purposes[purpose]}
                {purpose === "embeddings" && (
                  <>
                    {" · "}
                    <Link
                      to="/ops/runs"
                      search={{ kind: "article_embedder" }}
                      className="underline-offset-2 hover:text-text hover:underline"
                    >
                      {count(embedded.articles)} of {count(embedded.of)} articles embedded
                    </Link>
                  </>
                )}
              </p>
            </div>
            <Presence name={name} present={present} status={models.status} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Presence({
  name,
  present,
  status,
}: {
  name: string;
  present: boolean;
  status: Models["status"];
}): ReactElement {
  const { operate } = useRights();
  const { data: pulls = [] } = useQuery(pullsQuery);
  if (present) return <Outcome state="ok" word="There" />;
  if (status === "away") return <span className="whitespace-nowrap text-muted">Not known</span>;
  return (
    <span className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <Outcome state="degraded" word="Missing" />
      {operate && pulls.length === 0 && (
        <Button
          size="small"
          icon={<Download size={14} aria-hidden />}
          aria-label={`Pull ${name}`}
          onClick={() => void pullModel(name)}
        >
          Pull
        </Button>
      )}
    </span>
  );
}
