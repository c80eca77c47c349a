import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from "react";

import { queryClient } from "../../api/query-client.ts";
import { useRights } from "../../api/session.ts";
import { Button } from "../../kit/button.tsx";
import { Field, Input } from "../../kit/field.tsx";
import { bytes } from "../../kit/number.ts";
import { Panel } from "../../kit/page.tsx";
import { visible } from "../../kit/remote.tsx";
import { jobQuery } from "../jobs/queries.ts";
import { pullModel } from "./pull.ts";
import { pullsQuery } from "./queries.ts";

/** What is being fetched, and how one has something fetched. For operators; others see what is under way. */
export function Pulls(): ReactElement | null {
  const { operate } = useRights();
  const { data: pulls = [] } = useQuery(pullsQuery);
  useEnds(pulls.length);
  if (!operate && pulls.length === 0) return null;
  return (
    <Panel title="Fetch a model">
      <div className="flex flex-col gap-4">
        {pulls.length > 0 && (
          <ul className="flex flex-col gap-3" aria-label="What is being fetched">
            {pulls.map(({ id }) => (
              <PullRow key={id} id={id} />
            ))}
          </ul>
        )}
        {operate && <PullForm />}
      </div>
    </Panel>
  );
}

/** What was fetched is there now. */
function useEnds(many: number): void {
  const before = useRef(many);
  useEffect(() => {
    if (many < before.current) void queryClient.invalidateQueries({ queryKey: ["models"] });
    before.current = many;
  }, [many]);
}

function PullRow({ id }: { id: string }): ReactElement {
  const { data: job } = useQuery(jobQuery(id));
  const model = typeof job?.payload?.["model"] === "string" ? job.payload["model"] : "a model";
  const { status, done, total } = readProgress(job?.progress);
  const words = total > 0 ? `${bytes(done)} of ${bytes(total)}` : status;
  return (
    <li className="flex flex-col gap-1">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Link
          to="/ops/jobs"
          search={{ job: id, tab: "jobs" }}
          className="font-mono text-[0.875rem] hover:underline"
        >
          {visible(model)}
        </Link>
        <span className="text-small text-muted">{job?.state === "active" ? visible(words) : "waits"}</span>
      </p>
      <div
        role="progressbar"
        aria-label={`Fetching ${visible(model)}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={total > 0 ? Math.round((done / total) * 100) : 0}
        className="h-1.5 w-full overflow-hidden rounded-full bg-raised"
      >
        <div
          className="h-full rounded-full bg-accent transition-[width] duration-500"
          style={{ width: `${total > 0 ? (done / total) * 100 : 0}%` }}
        />
      </div>
    </li>
  );
}

function readProgress(progress: Record<string, unknown> | null | undefined): {
  status: string;
  done: number;
  total: number;
} {
  const number = (name: string): number => {
    const value = progress?.[name];
    return typeof value === "number" && value > 0 ? value : 0;
  };
  const status = progress?.["status"];
  const total = number("total");
  return {
    status: typeof status === "string" ? status : "begun",
    done: Math.min(number("done"), total),
    total,
  };
}

function PullForm(): ReactElement {
  const [name, setName] = useState("");
  const pull = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") void pullModel(name.trim()).then((queued) => queued && setName(""));
  };
  return (
    <form onSubmit={pull} className="max-w-lg">
      <Field label="Name of a model" hint="As Ollama's library writes it, such as mistral or qwen3:8b.">
        {(props) => (
          <span className="flex gap-2">
            <Input
              {...props}
              value={name}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" className="!h-9">
              Pull
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}
